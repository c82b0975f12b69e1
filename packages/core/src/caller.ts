import { quote } from './json.ts';

/** The agent or other non-human identity that asks. */
export interface Caller {
  readonly agent_id: string;
  /** Whether a token proved it. A bare name proves nothing. */
  readonly verified: boolean;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Agent ids of those who delegated, outermost first. Empty for a caller that acts for itself. */
  readonly delegation_chain: readonly string[];
}

type CallerReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'name'; readonly caller: Caller }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'invalid'; readonly reason: string };

const LONGEST_NAME = 256;

/**
 * Reads what a request gives as its caller. Whatever looks like a token is one, and is never taken for a name:
 * otherwise a token that fails its check could still match a rule by its text.
 */
function readCaller(text: string | null | undefined): CallerReading {
  if (text === undefined || text === null) return { kind: 'none' };
  if (looksLikeToken(text)) return { kind: 'token', token: text };
  if (text.trim() === '') return { kind: 'invalid', reason: 'The caller is empty.' };
  if (text.length > LONGEST_NAME) {
    return { kind: 'invalid', reason: `The caller is longer than ${LONGEST_NAME} characters.` };
  }
  if (!text.isWellFormed() || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) || text !== text.trim()) {
    return { kind: 'invalid', reason: 'The caller holds control or invisible characters, or white space around it.' };
  }
  return { kind: 'name', caller: namedCaller(text) };
}

/** A caller that is known by name alone. */
function namedCaller(agentId: string): Caller {
  return { agent_id: agentId, verified: false, roles: [], groups: [], delegation_chain: [] };
}

/**
 * Whether a text is, or was once, a JWS or JWE. Those are base64url segments joined by dots, and one of them decodes to
 * a JSON object. Damaged, quoted and `Bearer` forms count as well: a token that lost its signature, or has one letter
 * wrong, must not turn into a name. So does anything as long as a token and of its shape.
 */
function looksLikeToken(text: string): boolean {
  const bare = text
    .trim()
    .replace(/^["']*(bearer\b[\s:]*)?["']*/i, '')
    .replace(/["']+$/, '');
  if (bare.startsWith('eyJ')) return true;
  const segments = bare.split('.');
  if (segments.length < 2 || !segments.every((segment) => /^[\w+/=-]*$/.test(segment))) return false;
  return segments.some(decodesToObject) || (bare.length > 100 && (segments.length === 3 || segments.length === 5));
}

function decodesToObject(segment: string): boolean {
  return /^\s*\{\s*["}]/.test(Buffer.from(segment, 'base64').toString('latin1'));
}

export type Identification =
  | { readonly caller: Caller | undefined }
  | { readonly code: 'caller_invalid' | 'caller_unverified'; readonly reason: string };

/**
 * Who asks, as far as that can be told without keys: nobody, a bare name, or a refusal. What looks like a token is
 * refused, because there is nothing to verify it with; the text of a token is in no answer.
 */
export function identifyByName(text: string | null | undefined, requireVerified: boolean): Identification {
  const reading = readCaller(text);
  switch (reading.kind) {
    case 'token': {
      const reason = 'The caller is a token, and there are no keys to verify it with. Give a bare name.';
      return { code: 'caller_invalid', reason };
    }
    case 'invalid':
      return { code: 'caller_invalid', reason: reading.reason };
    case 'none':
    case 'name': {
      const caller = reading.kind === 'name' ? reading.caller : undefined;
      if (!requireVerified) return { caller };
      const who =
        caller === undefined
          ? 'The request has no caller'
          : `Nothing proves that the caller is ${quote(caller.agent_id)}`;
      return { code: 'caller_unverified', reason: `${who}, and require_verified_callers is set.` };
    }
  }
}
