import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import {
  AgentSafeError,
  type ApprovalEntry,
  type ApprovalRequest,
  canonicalJson,
  deepFreeze,
  PASSED,
  plain,
  snapshotJson,
} from '@agent-safe/core';
import { type Current, currentOf } from '@agent-safe/core/options';
import { type ApprovalCheck, refuse } from './refusal.ts';

/** HKDF info, so that a key derived for another purpose produces no valid MAC here. */
const PURPOSE = 'agent-safe approval entries v1';
const SHORTEST_KEY = 32;

/** An entry without its MAC. */
export type EntryWithoutMac = Omit<ApprovalEntry, 'mac'>;

/**
 * Creates and verifies the MAC of an entry: HMAC-SHA-256 over its canonical JSON. The MAC key is derived for this purpose only
 * (HKDF, RFC 5869).
 */
export class EntryMac {
  readonly #keys: Current<readonly Uint8Array[]>;
  /** The keys that `#derived` was made of. */
  #source: readonly Uint8Array[] | undefined;
  /** Newest first. */
  #derived: readonly Uint8Array[] = [];

  /**
   * @param keys newest last. The newest key creates MACs; every key verifies them
   * @throws AgentSafeError ERR_KEYS_INVALID if there is no key, or a key is shorter than 32 bytes
   */
  constructor(keys: Current<readonly Uint8Array[]>) {
    this.#keys = keys;
    this.#requireNewest();
  }

  /** Checks that there are keys now. Without keys, no entry can be told from a forged one. */
  check(): ApprovalCheck {
    return this.#current().length > 0 ? PASSED : refuse('state_unavailable', NO_KEY);
  }

  /**
   * Returns a frozen copy of an entry with its MAC.
   *
   * @throws JsonError for values that JSON cannot hold; AgentSafeError ERR_KEYS_INVALID if there is no key now
   */
  addMac(given: EntryWithoutMac): ApprovalEntry {
    const entry = snapshotJson(given, 'request') as unknown as EntryWithoutMac;
    return deepFreeze({ ...entry, mac: compute(toText(entry), this.#requireNewest()) });
  }

  /**
   * Returns the mark of a request for the audit log. Different requests have different marks.
   *
   * @throws AgentSafeError ERR_KEYS_INVALID if there is no key now
   */
  mark(request: ApprovalRequest): string {
    return compute(toMarkText(request), this.#requireNewest());
  }

  /** Whether a mark of the audit log belongs to this request. */
  isMarked(request: ApprovalRequest, mark: string | null): boolean {
    if (mark === null) return false;
    const text = toMarkText(request);
    return this.#current().some((key) => isSame(compute(text, key), mark));
  }

  /** Whether the MAC of a stored entry is valid. Accepts any value that a store returns. */
  isGenuine({ mac, ...entry }: ApprovalEntry): boolean {
    if (typeof mac !== 'string') return false;
    try {
      const text = toText(entry);
      return this.#current().some((key) => isSame(compute(text, key), mac));
    } catch {
      // JSON cannot hold this value, so it never had a MAC.
      return false;
    }
  }

  #requireNewest(): Uint8Array {
    const [newest] = this.#current();
    if (newest === undefined) throw new AgentSafeError('ERR_KEYS_INVALID', NO_KEY);
    return newest;
  }

  #current(): readonly Uint8Array[] {
    const keys = currentOf(this.#keys);
    if (keys !== this.#source) {
      this.#derived = keys.map(deriveKey).toReversed();
      this.#source = keys;
    }
    return this.#derived;
  }
}

const NO_KEY = 'There is no key for approvals. Pass at least one in "keys", or run "agent-safe keys generate".';

function deriveKey(key: Uint8Array): Uint8Array {
  if (key instanceof Uint8Array && key.length >= SHORTEST_KEY) {
    return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), PURPOSE, 32));
  }
  const summary = `A key for approvals is shorter than ${SHORTEST_KEY} bytes. Create one with: openssl rand -base64 32`;
  throw new AgentSafeError('ERR_KEYS_INVALID', summary);
}

function isSame(own: string, given: string): boolean {
  const [left, right] = [Buffer.from(own), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Returns the text under a mark. It never equals the text of an entry, whose members differ. */
function toMarkText(request: ApprovalRequest): string {
  return canonicalJson(plain({ mark_of: request }));
}

function toText(entry: EntryWithoutMac): string {
  return canonicalJson(plain(entry));
}

function compute(text: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}
