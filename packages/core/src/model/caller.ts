import { decodeBase64url } from '../bytes/base64url.ts';
import { quote } from '../json/json.ts';
import type { DelegationScope } from './delegation.ts';
import type { Refused } from './result.ts';

/** The agent or other non-human identity that sends a request. */
export interface Caller {
  readonly agent_id: string;
  /** Whether a token proved the identity. A bare name is not verified. */
  readonly verified: boolean;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Agent ids of the delegators, outermost first. Empty for a caller that acts for itself. */
  readonly delegation_chain: readonly string[];
  /** The restrictions of each delegation, outermost first. A request must satisfy all. */
  readonly delegation_scopes?: readonly DelegationScope[];
  /**
   * The roles and groups of each delegator, outermost first. If absent, the delegators may hold any role and group: deny
   * and require_approval rules then match them.
   */
  readonly delegation_holdings?: readonly DelegatorHolding[];
}

/** The roles and groups of one delegator. */
export interface DelegatorHolding {
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

type CallerReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'name'; readonly caller: Caller }
  | { readonly kind: 'token' }
  | { readonly kind: 'invalid'; readonly reason: string };

const LONGEST_NAME = 256;
/** Letters and digits of any script, and the punctuation found in ids of agents, services and people. */
const NAME = /^[\p{L}\p{N}@_][\p{L}\p{M}\p{N} ._:@/+=#~|,()[\]\\'-]*$/u;

/**
 * Reads the caller of a request. Text that looks like a token is never a name: otherwise an invalid token could match a
 * rule by its text, and the log would hold it in plain text.
 */
function readCaller(text: string | null | undefined): CallerReading {
  if (text === undefined || text === null) return { kind: 'none' };
  if (holdsToken(text)) return { kind: 'token' };
  if (text.trim() === '')
    return { kind: 'invalid', reason: 'The caller is empty. Give an identity token or a name, or leave it out.' };
  if (text.length > LONGEST_NAME) {
    return { kind: 'invalid', reason: `The caller is longer than ${LONGEST_NAME} characters.` };
  }
  if (!NAME.test(text) || /\p{Default_Ignorable_Code_Point}/u.test(text) || text !== text.trim()) {
    const reason = 'The caller is not a valid name. Use letters and digits, joined by spaces or common punctuation.';
    return { kind: 'invalid', reason };
  }
  return { kind: 'name', caller: namedCaller(text) };
}

/** Makes an unverified caller from a bare name. */
function namedCaller(agentId: string): Caller {
  return { agent_id: agentId, verified: false, roles: [], groups: [], delegation_chain: [] };
}

/** Digits and letters of both cases in a run of this length are a secret. */
const LONGEST_RUN = 40;

/**
 * Whether a text contains a JWS or JWE, or the rest of a damaged token. A token is base64url segments joined by dots,
 * and a segment decodes to a JSON object. It may follow `Bearer`, or be in quotes or in JSON. A token without its
 * signature, or with a wrong letter, must not become a name. Text with the length and shape of a token also counts.
 */
export function holdsToken(text: string): boolean {
  // Most names are short and have no dot, so that no rule below applies.
  if (text.length < LONGEST_RUN && !text.includes('.') && !text.includes('eyJ')) return false;
  return text.split(/[^\w.+/=-]+/).some((word) => {
    // Every JSON object in base64url begins with `eyJ`, also the rest of a token that was cut or copied wrongly.
    if (/^eyJ|[^A-Za-z0-9]eyJ[\w-]{4,}/.test(word)) return true;
    // A long run of digits and letters of both cases is a secret, or a token in another encoding.
    if (
      word
        .split(/[./]/)
        .some((run) => run.length >= LONGEST_RUN && /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run))
    )
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
      /** The refused caller, if the request gave a valid name. Never a token. */
      readonly refused?: Caller | undefined;
    });

/**
 * Identifies a caller without keys: no caller, a bare name, or a refusal. Refuses tokens, because no key can verify
 * them. No reason quotes a token.
 */
export function identifyByName(text: string | null | undefined, requireVerified: boolean): Identification {
  const reading = readCaller(text);
  switch (reading.kind) {
    case 'token': {
      const reason = 'The caller is a token, but no keys are configured to verify it.';
      return { ok: false, code: 'caller_invalid', reason };
    }
    case 'invalid':
      return { ok: false, code: 'caller_invalid', reason: reading.reason };
    case 'none':
    case 'name': {
      const caller = reading.kind === 'name' ? reading.caller : undefined;
      if (!requireVerified) return { ok: true, caller };
      const who =
        caller === undefined ? 'The request has no caller' : `The caller ${quote(caller.agent_id)} is not verified`;
      const reason = `${who}, and require_verified_callers is set.`;
      return { ok: false, code: 'caller_unverified', reason, refused: caller };
    }
  }
}
