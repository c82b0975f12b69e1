import { isJsonArray, JsonError, type JsonObject, type JsonValue, parseJson } from '@agent-safe/core';
import { LEASE_ID } from './session-identity.ts';
import { renderPolicy } from './session-policy.ts';

/** An inline policy of a role that denies everything to the session of one lease. */
export interface DenyPolicy {
  readonly leaseId: string;
  /** Latest end of the session: milliseconds since 1970, UTC. The policy has no use later. Undefined if it is not valid. */
  readonly until: number | undefined;
}

const PREFIX = 'agent-safe-revoked-';
const SID = 'SessionEnds';

/** One policy for each lease, so that concurrent revocations do not overwrite each other. */
export function nameDenyPolicy(leaseId: string): string {
  return `${PREFIX}${leaseId}`;
}

/** Returns the lease of a policy; undefined for the name of any other policy. */
export function readDenyPolicyName(name: string): string | undefined {
  const leaseId = name.slice(PREFIX.length);
  return name.startsWith(PREFIX) && LEASE_ID.test(leaseId) ? leaseId : undefined;
}

/**
 * Renders a policy that denies everything to one session. A condition on its time would end other sessions of the role too.
 *
 * @param until latest end of the session: milliseconds since 1970, UTC
 */
export function renderDenyPolicy(roleId: string, leaseId: string, until: number): string {
  const Condition = { StringEquals: { 'aws:userid': `${roleId}:${leaseId}` } };
  const Sid = `${SID}${Math.ceil(until / 1_000)}`;
  return renderPolicy([{ Sid, Effect: 'Deny', Action: '*', Resource: '*', Condition }]);
}

/** Reads the end of the session from a policy document, as IAM returns it. */
export function readDenyPolicy(leaseId: string, document: string): DenyPolicy {
  const [, seconds] = new RegExp(`^${SID}(\\d{1,12})$`).exec(readSid(document)) ?? [];
  return { leaseId, until: seconds === undefined ? undefined : Number(seconds) * 1_000 };
}

/** Returns the Sid of the only statement; empty if the document is another one. */
function readSid(document: string): string {
  try {
    const policy = parseJson(decodeURIComponent(document), 'policy');
    const statements = isObject(policy) ? policy.Statement : undefined;
    const [statement, ...others] = statements !== undefined && isJsonArray(statements) ? statements : [];
    if (statement === undefined || !isObject(statement) || others.length > 0) return '';
    return typeof statement.Sid === 'string' ? statement.Sid : '';
  } catch (error) {
    if (error instanceof JsonError || error instanceof SyntaxError || error instanceof URIError) return '';
    throw error;
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}
