import {
  type ApprovalEntry,
  type ApprovalFilter,
  type ApprovalRequest,
  type ApprovalStore,
  type AuditSink,
  PASSED,
  type RecordedVersion,
} from '@agent-safe/core';
import { draftOf } from '../request/audit-drafts.ts';
import { addResolution, requestAt, takeBack } from '../request/entry.ts';
import type { EntryMac, EntryWithoutMac } from '../request/entry-mac.ts';
import {
  type ApprovalCheck,
  type ApprovalRefusal,
  type ApprovalResult,
  refuse,
  refuseUnavailable,
  tampered,
  tooMany,
} from '../request/refusal.ts';
import { checkRoom, MOST_PENDING } from './check-room.ts';
import { isBoolean, isCreation, isEntry, isVersion } from './store-answers.ts';

/** An entry with a valid MAC, and the request at its last recorded version. */
export interface Reading {
  readonly ok: true;
  readonly entry: ApprovalEntry;
  /** The request at its last recorded version. */
  readonly request: ApprovalRequest;
  /** Whether the audit log has the latest version of the entry. */
  readonly isRecorded: boolean;
}

interface Listed {
  readonly ok: true;
  readonly entries: readonly ApprovalEntry[];
}

interface Created {
  readonly ok: true;
  readonly id: string;
  /** Undefined if the request existed before. */
  readonly request?: ApprovalRequest;
}

interface Stored {
  readonly ok: true;
  /** Undefined if another process changed the entry first. */
  readonly entry: ApprovalEntry | undefined;
}

/** Result of a store call. The value is nested, so that a stored `ok` member cannot be mistaken for this one. */
interface Answer<Value> {
  readonly ok: true;
  readonly value: Value;
}

export interface LedgerOptions {
  readonly store: ApprovalStore;
  readonly audit: AuditSink;
  readonly latestVersion: (requestId: string, since: number) => Promise<RecordedVersion | undefined>;
  readonly mac: EntryMac;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Polling interval in milliseconds while another process records its change. After the last, this process records the change itself. */
const PATIENCE = [5, 10, 20, 40, 80, 160, 320, 640];

/**
 * Reads and writes requests in the store and the audit log.
 *
 * A change is stored first and then recorded in the log; it is valid from then on. The store accepts one of several concurrent
 * changes. The log decides which version is valid: the last version that it knows, if the first event of that version carries the
 * mark of the stored entry. An older copy that is put back is therefore refused, because the log has a higher version. If a forged
 * store accepts two changes of one version, the first recorded one is valid.
 *
 * If a process ends between storing and recording, the next process that changes the request records the stored version.
 */
export class ApprovalLedger {
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Reads the current request. Changes nothing. */
  async read(requestId: string): Promise<Reading | ApprovalRefusal> {
    const found = await this.#get(requestId);
    return found.ok ? this.verifyEntry(found.value) : found;
  }

  /**
   * Verifies a stored entry and returns the current request.
   *
   * @param found the entry as stored; its MAC is not yet verified
   */
  async verifyEntry(found: ApprovalEntry): Promise<Reading | ApprovalRefusal> {
    const { audit_seq, request_id, version } = found;
    // Checked first, because `audit_seq` decides where the log is read from.
    const usable = this.#options.mac.check();
    if (!usable.ok) return usable;
    if (!this.#options.mac.isGenuine(found)) return tampered();
    let known: RecordedVersion | undefined;
    try {
      known = await this.#options.latestVersion(request_id, audit_seq);
      if (!isVersion(known)) throw new Error('The log returned no version. Return a RecordedVersion or undefined.');
    } catch (error) {
      return refuseUnavailable('audit_unavailable', error);
    }
    if (known === undefined || known.version <= version) return this.#weigh(found, known);
    // The entry changed meanwhile, or is an older copy. A change is stored before it is recorded, so the store must hold this version.
    const again = await this.#get(request_id);
    if (!again.ok) return again;
    const isSame = this.#options.mac.isGenuine(again.value) && again.value.audit_seq === audit_seq;
    return isSame ? this.#weigh(again.value, known) : tampered();
  }

  /** Whether the MAC of a stored entry is valid. The log may still have a newer version. */
  isGenuine(entry: ApprovalEntry): boolean {
    return this.#options.mac.isGenuine(entry);
  }

  /** Lists entries as stored, unverified. */
  async list(filter: ApprovalFilter): Promise<Listed | ApprovalRefusal> {
    const listed = await this.#ask((store) => store.list(filter), Array.isArray);
    return listed.ok ? { ok: true, entries: listed.value.filter((entry) => isEntry(entry ?? null)) } : listed;
  }

  /** Reads a request and waits until the log has its latest version. After the wait it records that version itself. */
  async readRecorded(requestId: string): Promise<Reading | ApprovalRefusal> {
    for (const milliseconds of PATIENCE) {
      const reading = await this.read(requestId);
      if (!reading.ok || reading.isRecorded) return reading;
      await this.#options.pause(milliseconds);
    }
    const reading = await this.read(requestId);
    if (!reading.ok || reading.isRecorded) return reading;
    const recorded = await this.#record(reading.entry);
    return recorded.ok ? this.read(requestId) : recorded;
  }

  /**
   * Creates a request, or finds the pending one for the same subject, which its creator may still be recording.
   *
   * @returns the id, and the request if it is new
   * @throws JsonError for values that JSON cannot hold
   */
  async create(withoutMac: EntryWithoutMac): Promise<Created | ApprovalRefusal> {
    const usable = this.#options.mac.check();
    if (!usable.ok) return usable;
    const entry = this.#options.mac.addMac(withoutMac);
    const answer = await this.#ask((store) => store.create(entry, MOST_PENDING), isCreation);
    if (!answer.ok) return answer;
    if (!answer.value.created) {
      const { entry: found } = answer.value;
      if (found === undefined) return tooMany(MOST_PENDING);
      const recorded = this.#options.mac.isGenuine(found) ? await this.#recordCreation(found) : tampered();
      return recorded.ok ? { ok: true, id: found.request_id } : recorded;
    }
    const recorded = await this.#record(entry);
    if (recorded.ok) return { ok: true, id: entry.request_id, request: requestAt(entry, entry.version) };
    // No approver was notified, and a pending entry would block the next request.
    const reason = 'The request could not be recorded.';
    const cancel = { decision: 'cancel', approver: null, chain: [], tokens: [], reason, at: entry.created_at } as const;
    await this.#put({ ...addResolution(entry, cancel), recorded_version: 0 }, entry.version);
    return recorded;
  }

  /** Checks that {@link create} would create a request or find a pending one. Changes nothing. @throws JsonError like it */
  async checkCreate(withoutMac: EntryWithoutMac): Promise<ApprovalCheck> {
    const { mac } = this.#options;
    const usable = mac.check();
    if (!usable.ok) return usable;
    return checkRoom((filter) => this.list(filter), mac, mac.addMac(withoutMac));
  }

  /**
   * Changes a request whose latest version is recorded.
   *
   * @param next the entry with the change
   * @returns the request; a refusal; or undefined if another process was faster
   */
  async change({ entry }: Reading, next: EntryWithoutMac): Promise<ApprovalResult | undefined> {
    const stored = await this.#put(next, entry.version);
    if (!stored.ok) return stored;
    if (stored.entry === undefined) return undefined;
    const recorded = await this.#record(stored.entry);
    if (recorded.ok) return this.#confirm(stored.entry);
    await this.#put(takeBack(entry), stored.entry.version);
    return recorded;
  }

  /** Verifies that the recorded change is the valid one: a forged store may have accepted a change of another process too. */
  async #confirm(stored: ApprovalEntry): Promise<ApprovalResult> {
    const reading = await this.read(stored.request_id);
    if (!reading.ok) return reading;
    const own = requestAt(stored, stored.version);
    const isOwn = this.#options.mac.isMarked(requestAt(reading.entry, stored.version), this.#options.mac.mark(own));
    return isOwn && reading.request.version >= stored.version ? { ok: true, request: own } : tampered();
  }

  /** Returns the valid request of an entry with a valid MAC, given the version that the log has. */
  #weigh(entry: ApprovalEntry, known: RecordedVersion | undefined): Reading | ApprovalRefusal {
    const { recorded_version, version } = entry;
    if (known !== undefined && known.version > version) {
      const reason =
        'The stored request is an older copy: the audit log has a newer version. It is void. To remove it, run: agent-safe state rebuild';
      return refuse('approval_tampered', reason);
    }
    if ((known?.version ?? 0) < recorded_version) {
      const reason =
        'The audit log lacks the latest change of the request. Check that the log and the state belong together. If they do, run: agent-safe state rebuild';
      return refuse('approval_tampered', reason);
    }
    // Another process is about to record the creation.
    if (known === undefined) return unknown();
    const request = requestAt(entry, known.version);
    // The version in between was withdrawn. It is void even if it was recorded late.
    const isTakenBack = known.version < version && known.version > recorded_version;
    if (!isTakenBack && !this.#options.mac.isMarked(request, known.mark)) return tampered();
    return { ok: true, entry, request, isRecorded: known.version === version };
  }

  /** @returns the stored entry, whose id is the requested one */
  async #get(requestId: string): Promise<Answer<ApprovalEntry> | ApprovalRefusal> {
    const found = await this.#ask((store) => store.get(requestId), isEntry);
    if (!found.ok) return found;
    if (found.value === undefined) return unknown();
    return found.value.request_id === requestId ? { ok: true, value: found.value } : tampered();
  }

  async #recordCreation({ request_id }: ApprovalEntry): Promise<ApprovalCheck> {
    for (const milliseconds of PATIENCE) {
      const reading = await this.read(request_id);
      if (reading.ok || reading.code !== 'approval_unknown') return reading.ok ? PASSED : reading;
      await this.#options.pause(milliseconds);
    }
    const found = await this.#ask((store) => store.get(request_id), isEntry);
    if (!found.ok) return found;
    if (found.value === undefined || found.value.version !== 1) return PASSED;
    return this.#options.mac.isGenuine(found.value) ? this.#record(found.value) : tampered();
  }

  /** Stores the next version, unless another version is stored meanwhile. */
  async #put(next: EntryWithoutMac, expected: number): Promise<Stored | ApprovalRefusal> {
    const usable = this.#options.mac.check();
    if (!usable.ok) return usable;
    const entry = this.#options.mac.addMac(next);
    const answer = await this.#ask((store) => store.resolve(entry.request_id, entry, expected), isBoolean);
    if (!answer.ok) return answer;
    return { ok: true, entry: answer.value ? entry : undefined };
  }

  async #record(entry: ApprovalEntry): Promise<ApprovalCheck> {
    try {
      await this.#options.audit.append([draftOf(entry, this.#options.mac)]);
      return PASSED;
    } catch (error) {
      return refuseUnavailable('audit_unavailable', error);
    }
  }

  /** @param isAnswer checks the type of the answer, because a JavaScript store may return anything */
  async #ask<Value>(
    ask: (store: ApprovalStore) => Promise<Value>,
    isAnswer: (value: unknown) => boolean,
  ): Promise<Answer<Value> | ApprovalRefusal> {
    try {
      const value = await ask(this.#options.store);
      if (!isAnswer(value)) throw new Error('The store returned a value of the wrong type. Check its implementation.');
      return { ok: true, value };
    } catch (error) {
      return refuseUnavailable('state_unavailable', error);
    }
  }
}

function unknown(): ApprovalRefusal {
  return refuse(
    'approval_unknown',
    'The approval request does not exist. To list all requests, run: agent-safe approval list --all',
  );
}
