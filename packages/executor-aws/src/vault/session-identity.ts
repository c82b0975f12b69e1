import { createHash } from 'node:crypto';
import type { CredentialRequest } from '@agent-safe/core';

/** Names by which CloudTrail and the audit log refer to the same execution. */
export interface SessionIdentity {
  /** Id of the lease. It is part of the ARN of the session, and so of every event. */
  readonly RoleSessionName: string;
  /** The agent. Every event has it, also those of a role that the session assumes. */
  readonly SourceIdentity: string;
  /** The event of AssumeRole has the tags. */
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

type Subject = Pick<CredentialRequest, 'action' | 'audit_id' | 'caller' | 'caller_verified' | 'lease_id'>;

/** A lease id becomes the name of a session, and a part of the name of a policy. */
export const LEASE_ID = /^[\w+.@-]{2,64}$/;

/** Names the session of a lease. Names with characters that AWS does not accept are encoded, and never equal another name. */
export function identifySession({ action, audit_id, caller, caller_verified, lease_id }: Subject): SessionIdentity {
  // The comma is reserved, so that no verified agent has the name of an unverified one.
  const source = `${caller_verified ? '' : 'unverified,'}${encode(caller ?? '', /[\w+.@-]/)}`;
  const tags = { 'agent-safe-audit-id': audit_id, 'agent-safe-agent': caller, 'agent-safe-action': action };
  return {
    RoleSessionName: lease_id,
    SourceIdentity: shorten(source.length === 1 ? encode(source, /^$/) : source, 64, ','),
    Tags: Object.entries(tags).flatMap(([Key, given]) =>
      given === null ? [] : [{ Key, Value: shorten(encode(given, /[\w.:/+@ -]/), 256, '==') }],
    ),
  };
}

/** Encodes the bytes of each other character as `=XX`. */
function encode(text: string, allowed: RegExp): string {
  return Array.from(Buffer.from(text), (byte) => {
    const char = String.fromCharCode(byte);
    return byte < 128 && allowed.test(char) ? char : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

/** Replaces the end of a long text by its digest. The mark occurs in no encoded text. */
function shorten(text: string, most: number, mark: string): string {
  if (text.length <= most) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${text.slice(0, most - digest.length - mark.length)}${mark}${digest}`;
}
