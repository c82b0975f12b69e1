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
} from '../request/refusal.ts';

/** An entry that is genuine, and how much of it the log knows of. */
export interface Reading {
  readonly ok: true;
  readonly entry: ApprovalEntry;
  /** As it counts. */
  readonly request: ApprovalRequest;
  /** Whether the log has its latest version. */
  readonly isRecorded: boolean;
}

interface Listed {
  readonly ok: true;
  readonly entries: readonly ApprovalEntry[];
}

interface Created {
  readonly ok: true;
  readonly id: string;
  /** Only where it is new. */
  readonly request?: ApprovalRequest;
}

interface Stored {
  readonly ok: true;
  /** Undefined where another version is stored. */
  readonly entry: ApprovalEntry | undefined;
}

/** A value stands in an object of its own: what a store holds may say anything of itself, and so also `ok`. */
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

/** So many requests of one requester may wait: whoever floods approvers hides what others ask for. */
const MOST_PENDING = 100;
/** Milliseconds that somebody else is given to record what it has stored, before this process does it instead. */
const PATIENCE = [5, 10, 20, 40, 80, 160, 320, 640];

/**
 * Requests between the store and the log. The store takes one of any number of racers. The log decides what counts: an entry counts as
 * it was at the last version that the log knows of, if that is what the first event of this version marks. So whatever happens to a
 * request is stored first and recorded then, and counts from then on; an older copy that is put back does not, because the log knows
 * of more; and of two things that a forged store let happen at once, the first that was recorded is the one that did.
 *
 * Where a process ends between the two, the next that wants to change the request records what is stored.
 */
export class ApprovalLedger {
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Reads a request as it counts now. Nothing is changed. */
  async read(requestId: string): Promise<Reading | ApprovalRefusal> {
    const found = await this.#get(requestId);
    return found.ok ? this.verifyEntry(found.value) : found;
  }

  /**
   * Verifies a stored entry and reads the request that counts now.
   *
   * @param found the entry as stored; its MAC is not yet verified
   */
  async verifyEntry(found: ApprovalEntry): Promise<Reading | ApprovalRefusal> {
    const { audit_seq, request_id, version } = found;
    // First of all: where the log is asked from is what the entry says.
    if (!this.#options.mac.isGenuine(found)) return tampered();
    let known: RecordedVersion | undefined;
    try {
      known = await this.#options.latestVersion(request_id, audit_seq);
      if (!isVersion(known)) throw new Error('the log gave no answer');
    } catch (error) {
      return refuseUnavailable('audit_unavailable', error);
    }
    if (known === undefined || known.version <= version) return this.#weigh(found, known);
    // It changed since, or is an older copy. What the log knows of was stored before: a store that has less now has lost it.
    const again = await this.#get(request_id);
    if (!again.ok) return again;
    const isSame = this.#options.mac.isGenuine(again.value) && again.value.audit_seq === audit_seq;
    return isSame ? this.#weigh(again.value, known) : tampered();
  }

  /** What a store holds, whatever counts of it. */
  async list(filter: ApprovalFilter): Promise<Listed | ApprovalRefusal> {
    const listed = await this.#ask((store) => store.list(filter), Array.isArray);
    return listed.ok ? { ok: true, entries: listed.value } : listed;
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
   * Begins a request; or finds the pending one that there is, which its own creator may still be recording.
   *
   * @returns with the request where it is new
   * @throws JsonError for what JSON cannot hold
   */
  async create(withoutMac: EntryWithoutMac): Promise<Created | ApprovalRefusal> {
    const entry = this.#options.mac.addMac(withoutMac);
    const answer = await this.#ask((store) => store.create(entry, MOST_PENDING), isCreation);
    if (!answer.ok) return answer;
    if (!answer.value.created) {
      const { entry: found } = answer.value;
      if (found === undefined) return tooMany();
      const recorded = this.#options.mac.isGenuine(found) ? await this.#recordCreation(found) : tampered();
      return recorded.ok ? { ok: true, id: found.request_id } : recorded;
    }
    const recorded = await this.#record(entry);
    if (recorded.ok) return { ok: true, id: entry.request_id, request: requestAt(entry, entry.version) };
    // Nobody was told of it, and it would stand in the way of the next one.
    const reason = 'The request could not be recorded.';
    const cancel = { decision: 'cancel', approver: null, chain: [], tokens: [], reason, at: entry.created_at } as const;
    await this.#put({ ...addResolution(entry, cancel), recorded_version: 0 }, entry.version);
    return recorded;
  }

  /**
   * Changes a request of which the log has every version.
   *
   * @param change is what makes the next entry out of the one that was read
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

  /** Whether what was just recorded is what counts: a forged store may have let other processes do the same. */
  async #confirm(stored: ApprovalEntry): Promise<ApprovalResult> {
    const reading = await this.read(stored.request_id);
    if (!reading.ok) return reading;
    const own = requestAt(stored, stored.version);
    const isOwn = this.#options.mac.isMarked(requestAt(reading.entry, stored.version), this.#options.mac.mark(own));
    return isOwn && reading.request.version >= stored.version ? { ok: true, request: own } : tampered();
  }

  /** What counts of a genuine entry, of which the log knows so much. */
  #weigh(entry: ApprovalEntry, known: RecordedVersion | undefined): Reading | ApprovalRefusal {
    const { recorded_version, version } = entry;
    if (known !== undefined && known.version > version) {
      const reason = 'The request is an older copy: the audit log knows of more that happened to it.';
      return refuse('approval_tampered', reason);
    }
    if ((known?.version ?? 0) < recorded_version) {
      const reason = 'The audit log does not know of what happened to the request. It may be another log.';
      return refuse('approval_tampered', reason);
    }
    // Another process is about to record its creation.
    if (known === undefined) return unknown();
    const request = requestAt(entry, known.version);
    // What could not be recorded was taken back, and may have been recorded too late after all: it counts for nothing.
    const isTakenBack = known.version < version && known.version > recorded_version;
    if (!isTakenBack && !this.#options.mac.isMarked(request, known.mark)) return tampered();
    return { ok: true, entry, request, isRecorded: known.version === version };
  }

  /** @returns one that says of itself that it has this id */
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

  /** Stores what is to come after a version; nothing where another version is stored. */
  async #put(next: EntryWithoutMac, expected: number): Promise<Stored | ApprovalRefusal> {
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

  /** @param isAnswer tells an answer of the store from anything else: types do not reach a store in JavaScript */
  async #ask<Value>(
    ask: (store: ApprovalStore) => Promise<Value>,
    isAnswer: (value: unknown) => boolean,
  ): Promise<Answer<Value> | ApprovalRefusal> {
    try {
      const value = await ask(this.#options.store);
      if (!isAnswer(value)) throw new Error('the store gave no answer');
      return { ok: true, value };
    } catch (error) {
      return refuseUnavailable('state_unavailable', error);
    }
  }
}

function isEntry(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null);
}

function isCreation(value: unknown): boolean {
  const { created, entry } = Object(value) as Readonly<Record<string, unknown>>;
  return isBoolean(created) && isEntry(entry);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isVersion(known: RecordedVersion | undefined): boolean {
  if (known === undefined) return true;
  const { mark, version } = Object(known) as Readonly<Record<string, unknown>>;
  return Number.isSafeInteger(version) && (mark === null || typeof mark === 'string');
}

function tooMany(): ApprovalRefusal {
  const reason = `${MOST_PENDING} requests of the same requester wait for an answer already, and approvers can answer only so many.`;
  return refuse('approvals_too_many', reason);
}

function unknown(): ApprovalRefusal {
  return refuse(
    'approval_unknown',
    'There is no such approval request. "agent-safe approval list --all" shows the requests.',
  );
}

function tampered(): ApprovalRefusal {
  return refuse('approval_tampered', 'The request was changed outside Agent-Safe. It is void.');
}
