import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { sha256 } from '@agent-safe/core';
import type { AgentSafe } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import { stableText } from '../page-token.ts';
import type { Evaluation } from '../schemas.ts';

/** HKDF info, so that a key derived for another purpose proves nothing here. */
const PURPOSE = 'agent-safe authzen access requests v1';
const HANDLE = /^(apr-[\w-]{1,64})\.([\w-]{43})\.([\w-]{43})$/;

/** A denial for which an approval can be requested. */
export interface RequestableDenial {
  readonly evaluationId: string;
  /** RFC 3339, UTC. */
  readonly expiresAt: string;
}

/** The content of a task handle. */
export interface Task {
  readonly requestId: string;
  /** Digest of the subject, action and resource that the gateway asserted. */
  readonly entities: string;
}

/**
 * Binds denials and approval requests to the party that asserted them and to its exact assertions. The proofs are MACs under the
 * keys for approvals, so no state is needed, and every replica accepts them.
 */
export class AccessProofs {
  readonly #keys: readonly Uint8Array[];
  readonly #by: string;

  /** @param by the agent id of the party that asks */
  constructor(safe: AgentSafe, by: string) {
    this.#keys = servicesOf(safe).keys.ring.approvals.map(
      (key) => new Uint8Array(hkdfSync('sha256', key, '', PURPOSE, 32)),
    );
    this.#by = by;
  }

  /** @returns undefined without keys for approvals */
  bindDenial(denial: RequestableDenial, entities: string): string | undefined {
    return this.#sign(this.#denialText(denial, entities));
  }

  isBound(denial: RequestableDenial, entities: string, token: string): boolean {
    return this.#verifies(this.#denialText(denial, entities), token);
  }

  /** @returns undefined without keys for approvals */
  writeHandle({ entities, requestId }: Task): string | undefined {
    const mac = this.#sign(this.#handleText({ entities, requestId }));
    return mac === undefined ? undefined : `${requestId}.${entities}.${mac}`;
  }

  /** @returns undefined for a handle that this party did not get */
  readHandle(handle: string): Task | undefined {
    const [, requestId, entities, mac] = HANDLE.exec(handle) ?? [];
    if (requestId === undefined || entities === undefined || mac === undefined) return undefined;
    return this.#verifies(this.#handleText({ entities, requestId }), mac) ? { requestId, entities } : undefined;
  }

  #denialText({ evaluationId, expiresAt }: RequestableDenial, entities: string): string {
    return JSON.stringify(['denial', this.#by, evaluationId, expiresAt, entities]);
  }

  #handleText({ entities, requestId }: Task): string {
    return JSON.stringify(['task', this.#by, requestId, entities]);
  }

  #sign(text: string): string | undefined {
    const newest = this.#keys.at(-1);
    return newest === undefined ? undefined : mac(text, newest);
  }

  #verifies(text: string, given: string): boolean {
    return this.#keys.some((key) => isSame(mac(text, key), given));
  }
}

/** Returns the digest of what a gateway asserts. The context is no input of the policies. */
export function digestEntities({ action, resource, subject }: Evaluation): string {
  return sha256(stableText([subject, action, resource]));
}

function mac(text: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}

function isSame(own: string, given: string): boolean {
  const [left, right] = [Buffer.from(own), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
