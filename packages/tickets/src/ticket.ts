import { digestBinding, isJsonArray, type JsonObject, type JsonValue, type RequestBinding } from '@agent-safe/core';
import type { TokenContent } from '@agent-safe/tokens/verify';
import { TICKET_TYPE, type TicketLink } from './ticket-claims.ts';

/** Content of an execution ticket: the authorized request, its caller and its decision. The members have the names of the claims. */
export interface Ticket extends Omit<RequestBinding, 'chain' | 'definition'> {
  /** Delegation chain of the caller, root first. */
  readonly chain: readonly TicketLink[];
  /** Id of the caller's token; null for a bare name. */
  readonly caller_jti: string | null;
  /** Digest of the action's definition; null for a ticket of 0.11. */
  readonly definition: string | null;
  /** Id of the decision that allowed the request. */
  readonly audit_id: string;
  /** Id of the ticket. Each nonce can be redeemed once. */
  readonly nonce: string;
  /** Digest of the request; null for a ticket of 0.11, which cannot be redeemed. */
  readonly digest: string | null;
  /** RFC 3339, UTC. */
  readonly issued_at: string;
  readonly expires_at: string;
}

/** Claims of a ticket. A ticket with any other claim is refused, because an unknown claim may be a restriction. */
const CLAIMS = new Set([
  'type',
  'iss',
  'aud',
  'iat',
  'exp',
  'jti',
  'action',
  'target',
  'target_type',
  'scope',
  'caller',
  'caller_jti',
  'caller_verified',
  'chain',
  'params',
  'ticket_id',
  'definition',
  'rollback_of',
  'audit_id',
  'nonce',
  'digest',
]);

/** Reads the ticket from a verified token. Returns undefined if a claim is missing, malformed or unknown, or if the digest is wrong. */
export function readTicket(content: TokenContent): Ticket | undefined {
  const { claims, isLegacy } = content;
  if (claims.type !== TICKET_TYPE || !Object.keys(claims).every((claim) => CLAIMS.has(claim))) return undefined;
  return isLegacy ? readLegacy(content) : readBound(content);
}

/** Reads the ticket from the claims of a token that has expired, for the report of its refusal. It never authorizes anything. */
export function readExpiredTicket(claims: JsonObject): Ticket | undefined {
  const { exp, iat, jti } = claims;
  if (typeof exp !== 'number' || typeof iat !== 'number' || typeof jti !== 'string') return undefined;
  const [expiresAt, issuedAt] = [Math.round(exp * 1_000), Math.round(iat * 1_000)];
  return readTicket({ kind: 'ticket', isLegacy: false, claims, issuedAt, expiresAt, jti });
}

function readBound({ claims, expiresAt, issuedAt, jti }: TokenContent): Ticket | undefined {
  const { action, audit_id, caller_verified, definition, digest, nonce } = claims;
  const chain = readChain(claims.chain);
  const { params, rollback_of, scope } = claims;
  const [caller, caller_jti, target, target_type, ticket_id] = [
    claims.caller,
    claims.caller_jti,
    claims.target,
    claims.target_type,
    claims.ticket_id,
  ].map(readNullable);
  if (!isText(action) || !isText(audit_id) || !isText(definition) || !isText(digest) || nonce !== jti) return undefined;
  if (!isText(nonce) || typeof caller_verified !== 'boolean' || chain === undefined) return undefined;
  if (caller === undefined || caller_jti === undefined || target === undefined) return undefined;
  if (target_type === undefined || ticket_id === undefined || !isObject(params)) return undefined;
  if (scope !== null && !isObject(scope)) return undefined;
  if (rollback_of !== undefined && !isText(rollback_of)) return undefined;
  const ids = chain.map(({ agent_id }) => agent_id);
  const request = { action, caller, caller_verified, definition, params, scope, target, target_type, ticket_id };
  const binding = { ...request, ...(rollback_of === undefined ? {} : { rollback_of }) };
  // The digest covers the whole request, so claims of different requests cannot be combined.
  if (digestBinding({ ...binding, chain: ids }) !== digest) return undefined;
  return { ...binding, chain, caller_jti, audit_id, nonce, digest, ...times(issuedAt, expiresAt) };
}

/** Reads a ticket of 0.11, which has no digest, scope and definition. */
function readLegacy({ claims, expiresAt, issuedAt }: TokenContent): Ticket | undefined {
  const { action, audit_id, nonce, params } = claims;
  const caller = readNullable(claims.caller);
  const target = readNullable(claims.target);
  if (!isText(action) || !isText(audit_id) || !isText(nonce) || !isObject(params)) return undefined;
  if (caller === undefined || target === undefined) return undefined;
  const unknown = { target_type: null, scope: null, ticket_id: null, definition: null, digest: null } as const;
  const unproven = { chain: [], caller_jti: null, caller_verified: false } as const;
  return { ...unknown, ...unproven, action, caller, target, params, audit_id, nonce, ...times(issuedAt, expiresAt) };
}

function times(issuedAt: number, expiresAt: number): Pick<Ticket, 'issued_at' | 'expires_at'> {
  return { issued_at: new Date(issuedAt).toISOString(), expires_at: new Date(expiresAt).toISOString() };
}

function readChain(value: JsonValue | undefined): readonly TicketLink[] | undefined {
  if (value === undefined || !isJsonArray(value)) return undefined;
  const links = value.map((entry) => {
    if (!isObject(entry) || Object.keys(entry).length !== 2) return undefined;
    const jti = readNullable(entry.jti);
    return isText(entry.agent_id) && jti !== undefined ? { agent_id: entry.agent_id, jti } : undefined;
  });
  return links.every((link) => link !== undefined) ? links : undefined;
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

/** Returns a text or null; undefined for any other value. */
function readNullable(value: JsonValue | undefined): string | null | undefined {
  return value === null || typeof value === 'string' ? value : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}
