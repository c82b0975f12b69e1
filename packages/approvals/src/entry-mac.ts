import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { AgentSafeError, type ApprovalEntry, canonicalJson, deepFreeze, plain, snapshotJson } from '@agent-safe/core';

/** What the key is for: one that is derived for something else makes no mac that counts here. */
const PURPOSE = 'agent-safe approval entries v1';
const SHORTEST_KEY = 32;

/** An entry whose mac is not made yet. */
export type UnsealedEntry = Omit<ApprovalEntry, 'mac'>;

/**
 * Makes and checks what proves that an entry is as Agent-Safe left it: HMAC-SHA-256 over its canonical JSON, under a key that is
 * derived (HKDF, RFC 5869) for nothing else.
 */
export class EntryMac {
  readonly #key: Uint8Array;

  /** @throws AgentSafeError ERR_KEYS_INVALID where the key is shorter than 32 bytes */
  constructor(key: Uint8Array) {
    if (!(key instanceof Uint8Array) || key.length < SHORTEST_KEY) {
      const summary = `The key of approvals must have at least ${SHORTEST_KEY} bytes. Make one with: openssl rand -base64 32`;
      throw new AgentSafeError('ERR_KEYS_INVALID', summary);
    }
    this.#key = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), PURPOSE, 32));
  }

  /** A copy, which nobody can change. @throws JsonError for what JSON cannot hold */
  seal(given: UnsealedEntry): ApprovalEntry {
    const entry = snapshotJson(given, 'request') as unknown as UnsealedEntry;
    return deepFreeze({ ...entry, mac: this.#compute(entry) });
  }

  /** Whether nobody changed it. Whatever a store holds may be asked about. */
  isGenuine({ mac, ...entry }: ApprovalEntry): boolean {
    if (typeof mac !== 'string') return false;
    try {
      const [given, own] = [Buffer.from(mac), Buffer.from(this.#compute(entry))];
      return given.length === own.length && timingSafeEqual(given, own);
    } catch {
      // What JSON cannot hold was never sealed.
      return false;
    }
  }

  #compute(entry: UnsealedEntry): string {
    return createHmac('sha256', this.#key)
      .update(canonicalJson(plain(entry)), 'utf8')
      .digest('base64url');
  }
}
