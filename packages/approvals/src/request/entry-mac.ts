import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import {
  AgentSafeError,
  type ApprovalEntry,
  type ApprovalRequest,
  canonicalJson,
  deepFreeze,
  plain,
  snapshotJson,
} from '@agent-safe/core';

/** What the key is for: one that is derived for something else makes no mac that counts here. */
const PURPOSE = 'agent-safe approval entries v1';
const SHORTEST_KEY = 32;

/** An entry whose mac is not made yet. */
export type EntryWithoutMac = Omit<ApprovalEntry, 'mac'>;

/**
 * Makes and checks what proves that an entry is as Agent-Safe left it: HMAC-SHA-256 over its canonical JSON, under a key that is
 * derived (HKDF, RFC 5869) for nothing else.
 */
export class EntryMac {
  /** The newest first. */
  readonly #keys: readonly Uint8Array[];
  readonly #newest: Uint8Array;

  /**
   * @param keys the newest last: it makes MACs, and a MAC of any of them counts
   * @throws AgentSafeError ERR_KEYS_INVALID where there is none, or one is shorter than 32 bytes
   */
  constructor(keys: readonly Uint8Array[]) {
    this.#keys = keys.map(deriveKey).toReversed();
    const [newest] = this.#keys;
    if (newest === undefined) throw new AgentSafeError('ERR_KEYS_INVALID', 'Approvals need a key, and there is none.');
    this.#newest = newest;
  }

  /** A copy, which nobody can change. @throws JsonError for what JSON cannot hold */
  addMac(given: EntryWithoutMac): ApprovalEntry {
    const entry = snapshotJson(given, 'request') as unknown as EntryWithoutMac;
    return deepFreeze({ ...entry, mac: compute(toText(entry), this.#newest) });
  }

  /** What stands in the log for a request as it is: of two that are not the same it is another one. */
  mark(request: ApprovalRequest): string {
    return compute(toMarkText(request), this.#newest);
  }

  /** Whether a mark of the log is of this request. */
  isMarked(request: ApprovalRequest, mark: string | null): boolean {
    if (mark === null) return false;
    const text = toMarkText(request);
    return this.#keys.some((key) => isSame(compute(text, key), mark));
  }

  /** Whether nobody changed it. Whatever a store holds may be asked about. */
  isGenuine({ mac, ...entry }: ApprovalEntry): boolean {
    if (typeof mac !== 'string') return false;
    try {
      const text = toText(entry);
      return this.#keys.some((key) => isSame(compute(text, key), mac));
    } catch {
      // JSON cannot hold it, so it never had a MAC.
      return false;
    }
  }
}

function deriveKey(key: Uint8Array): Uint8Array {
  if (key instanceof Uint8Array && key.length >= SHORTEST_KEY) {
    return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), PURPOSE, 32));
  }
  const summary = `A key of approvals must have at least ${SHORTEST_KEY} bytes. Make one with: openssl rand -base64 32`;
  throw new AgentSafeError('ERR_KEYS_INVALID', summary);
}

function isSame(own: string, given: string): boolean {
  const [left, right] = [Buffer.from(own), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Never the text of an entry, which has other members. */
function toMarkText(request: ApprovalRequest): string {
  return canonicalJson(plain({ mark_of: request }));
}

function toText(entry: EntryWithoutMac): string {
  return canonicalJson(plain(entry));
}

function compute(text: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}
