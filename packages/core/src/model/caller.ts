import { decodeBase64url } from '../bytes/base64url.ts';
import { quote } from '../json/json.ts';
import type { DelegationScope } from './delegation.ts';
import type { Refused } from './result.ts';

/** The agent or other non-human identity that asks. */
export interface Caller {
  readonly agent_id: string;
  /** Whether a token proved it. A bare name proves nothing. */
  readonly verified: boolean;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Agent ids of those who delegated, outermost first. Empty for a caller that acts for itself. */
  readonly delegation_chain: readonly string[];
  /** What the hops of the delegation added, outermost first. All of them must hold. */
  readonly delegation_scopes?: readonly DelegationScope[];
}

type CallerReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'name'; readonly caller: Caller }
  | { readonly kind: 'token' }
  | { readonly kind: 'invalid'; readonly reason: string };

const LONGEST_NAME = 256;
/** Letters and digits of any script, and what joins them in the ids of agents, services and people. */
const NAME = /^[\p{L}\p{N}@_][\p{L}\p{M}\p{N} ._:@/+=#~|,()[\]\\'-]*$/u;

/**
 * Reads what a request gives as its caller. Whatever looks like a token is one, and is never taken for a name:
 * otherwise a token that fails its check could still match a rule by its text, and would be written down in clear.
 */
function readCaller(text: string | null | undefined): CallerReading {
  if (text === undefined || text === null) return { kind: 'none' };
  if (holdsToken(text)) return { kind: 'token' };
  if (text.trim() === '') return { kind: 'invalid', reason: 'The caller is empty.' };
  if (text.length > LONGEST_NAME) {
    return { kind: 'invalid', reason: `The caller is longer than ${LONGEST_NAME} characters.` };
  }
  if (!NAME.test(text) || /\p{Default_Ignorable_Code_Point}/u.test(text) || text !== text.trim()) {
    const reason = 'The caller is no name: names are letters and digits, joined by spaces or common punctuation.';
    return { kind: 'invalid', reason };
  }
  return { kind: 'name', caller: namedCaller(text) };
}

/** A caller that is known by name alone. */
function namedCaller(agentId: string): Caller {
  return { agent_id: agentId, verified: false, roles: [], groups: [], delegation_chain: [] };
}

/**
 * Whether a text holds what is, or was once, a JWS or JWE. Those are base64url segments joined by dots, and one of them
 * decodes to a JSON object. It counts wherever it stands: behind `Bearer`, in quotes, in JSON; and damaged: a token that
 * lost its signature, or has one letter wrong, must not turn into a name. So does anything as long as a token and of its
 * shape.
 */
export function holdsToken(text: string): boolean {
  return text.split(/[^\w.+/=-]+/).some((word) => {
    if (/(?:^|[^A-Za-z0-9])eyJ[\w-]{4,}/.test(word)) return true;
    // A long run of letters of both cases and digits is a secret, or a token in one more encoding.
    if (word.split(/[./]/).some((run) => run.length >= 40 && /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run)))
      return true;
    const segments = word.split('.');
    if (segments.length < 2 || !segments.every((segment) => /^[\w=-]*$/.test(segment))) return false;
    return segments.some(decodesToObject) || (word.length > 100 && (segments.length === 3 || segments.length === 5));
  });
}

function decodesToObject(segment: string): boolean {
  return segment.length >= 8 && /^\s*\{\s*["}]/.test(decodeBase64url(segment));
}

export type Identification =
  | { readonly ok: true; readonly caller: Caller | undefined }
  | (Refused<'caller_invalid' | 'caller_unverified' | 'caller_revoked'> & {
      /** The name that was given, where it is one: a refusal can say who was refused. Never a token. */
      readonly refused?: Caller | undefined;
    });

/**
 * Who asks, as far as that can be told without keys: nobody, a bare name, or a refusal. What looks like a token is
 * refused, because there is nothing to verify it with; the text of a token is in no answer.
 */
export function identifyByName(text: string | null | undefined, requireVerified: boolean): Identification {
  const reading = readCaller(text);
  switch (reading.kind) {
    case 'token': {
      const reason = 'The caller is a token, and there are no keys to verify it with.';
      return { ok: false, code: 'caller_invalid', reason };
    }
    case 'invalid':
      return { ok: false, code: 'caller_invalid', reason: reading.reason };
    case 'none':
    case 'name': {
      const caller = reading.kind === 'name' ? reading.caller : undefined;
      if (!requireVerified) return { ok: true, caller };
      const who =
        caller === undefined
          ? 'The request has no caller'
          : `Nothing proves that the caller is ${quote(caller.agent_id)}`;
      const reason = `${who}, and require_verified_callers is set.`;
      return { ok: false, code: 'caller_unverified', reason, refused: caller };
    }
  }
}
