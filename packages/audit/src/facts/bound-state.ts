import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  AgentSafeError,
  type AuditDraft,
  type AuditReader,
  type AuditReceipt,
  type AuditSink,
  describeCause,
  isStateFact,
  type KnownLog,
  type LogFacts,
  type LoggedEvent,
  type Revocation,
  type StateFacts,
  type Stores,
} from '@agent-safe/core';
import { checkedStores } from './checked-stores.ts';

interface Announcement {
  readonly id: number;
  readonly state: string;
}

/** The parts of an audit log that record and count state facts. */
interface FactLog extends AuditSink, Pick<AuditReader, 'readBackwards'> {
  /** Absent: the log is not compared with the state. See `AuditStore`. */
  stateFacts?(): Promise<LogFacts | undefined>;
}

type CountingLog = FactLog & Required<Pick<FactLog, 'stateFacts'>>;

/**
 * A state and the audit log that records its facts. It refuses the state if the state lacks a fact of the log, and keeps the count of
 * the state up to date while facts are recorded.
 */
export class BoundState implements AuditSink {
  readonly #log: CountingLog;
  readonly #facts: StateFacts;
  readonly #all: Stores;
  /** An announcement of a revocation that this process has made and not yet recorded. */
  #announced: Promise<Announcement | undefined> | undefined;
  /** The next comparison, for all callers that wait for it. */
  #checking: Promise<void> | undefined;
  /** The stores, which refuse to answer while the state lacks facts. */
  readonly stores: Stores;

  constructor(log: CountingLog, stores: Stores, facts: StateFacts) {
    this.#log = log;
    this.#all = stores;
    this.#facts = facts;
    this.stores = checkedStores(stores, {
      check: () => this.check(),
      announce: () => this.#announceRevocation(),
    });
  }

  /**
   * Checks that the state has every fact of the log.
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE if it lacks a fact
   */
  check(): Promise<void> {
    // One comparison for all requests of a turn of the event loop. It begins after each of them has arrived.
    this.#checking ??= nextTurn().then(() => {
      this.#checking = undefined;
      return this.#compare();
    });
    return this.#checking;
  }

  async #compare(): Promise<void> {
    let log: LogFacts | undefined;
    try {
      log = await this.#log.stateFacts();
    } catch (error) {
      // No decision can be recorded in this log, so none is allowed. Tokens are still verified, so the state must not be a lost one.
      if ((await this.#facts.logs()).length > 0) return;
      const why = error instanceof AgentSafeError ? error.message : describeCause(error);
      const summary = `There is no state that belongs to the audit log, and the log cannot be read. ${why}`;
      throw new AgentSafeError('ERR_STORE_UNAVAILABLE', summary, { cause: error });
    }
    if (log === undefined) return;
    const known = await this.#facts.read(log);
    if (known?.facts === undefined) {
      if (log.count > 0) throw this.#refuse(log, known);
      // A read-only state still answers.
      if (known !== undefined && log.id) await this.#facts.know(log).catch(() => undefined);
    } else if (known.facts < log.count) await this.#catchUp(log, known);
    if (known?.lacks === true) await this.#recordRevocations(log);
  }

  /** Records events. Facts are announced to the state before, and confirmed after. */
  async append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    const facts = drafts.filter(({ event_type }) => isStateFact(event_type));
    if (facts.length === 0) return this.#log.append(drafts);
    const announcement = await this.#announce(facts);
    if (announcement === undefined) return this.#log.append(drafts);
    const marked = drafts.map((draft) => {
      return isStateFact(draft.event_type) ? { ...draft, state_id: announcement.state } : draft;
    });
    let receipts: readonly AuditReceipt[];
    try {
      receipts = await this.#log.append(marked);
    } catch (error) {
      await this.#facts.release(announcement.id).catch(() => undefined);
      throw error;
    }
    // The facts are recorded. If the state cannot be written now, the next check applies them.
    await this.#confirm(marked, receipts, announcement.id).catch(() => undefined);
    return receipts;
  }

  /** A revocation must be recorded even if the state cannot be written. The state is then refused until it is rebuilt. */
  async #announce(facts: readonly AuditDraft[]): Promise<Announcement | undefined> {
    const isRevocation = facts.every(({ event_type, fields }) => {
      return event_type === 'revocation' && 'change' in fields && fields.change === 'revoked';
    });
    try {
      const before = isRevocation ? this.#announced : undefined;
      if (before !== undefined) {
        this.#announced = undefined;
        return await before;
      }
      const log = await this.#log.stateFacts();
      return log === undefined ? undefined : await this.#facts.announce(log, facts.length);
    } catch (error) {
      if (isRevocation) return undefined;
      throw error;
    }
  }

  async #announceRevocation(): Promise<void> {
    if (this.#announced !== undefined) return;
    const announced = (async () => {
      const log = await this.#log.stateFacts();
      return log === undefined ? undefined : this.#facts.announce(log, 1);
    })();
    this.#announced = announced;
    // `append` handles the error. The revocation itself must not wait for the log.
    await announced.catch(() => undefined);
  }

  async #confirm(
    drafts: readonly AuditDraft[],
    receipts: readonly AuditReceipt[],
    announcement: number,
  ): Promise<void> {
    const events = receipts.flatMap((receipt, index): readonly LoggedEvent[] => {
      const draft = drafts[index];
      if (draft === undefined || !isStateFact(draft.event_type)) return [];
      return [{ ...draft.fields, ...receipt, event_type: draft.event_type } as LoggedEvent];
    });
    const log = await this.#log.stateFacts();
    if (log === undefined) return;
    if (await this.#facts.confirm(log, events, announcement)) return;
    const known = await this.#facts.read(log);
    if (known?.facts !== undefined) await this.#catchUp(log, known, announcement);
  }

  /** Applies facts that a process recorded and did not confirm, because it ended, or is about to. */
  async #catchUp(log: LogFacts, known: KnownLog, announcement?: number): Promise<void> {
    const { readUnconfirmed } = await import('./unconfirmed.ts');
    const found = await readUnconfirmed(this.#log, log, known, this.#all.approvals);
    if (!found.ok) throw this.#refuse(log, known);
    await this.#facts.confirm(log, found.events, announcement);
  }

  /** Records revocations that were made without this log. If that fails, they still apply, and the next check tries again. */
  async #recordRevocations(log: LogFacts): Promise<void> {
    try {
      const drafts = (await this.#facts.unrecorded(log)).map(toDraft);
      if (drafts.length > 0) await this.append(drafts);
    } catch {
      // The check reports a log or a state that cannot be written.
    }
  }

  #refuse({ count, name }: LogFacts, known: KnownLog | undefined): AgentSafeError {
    const lacking =
      known?.facts === undefined
        ? `${known === undefined ? 'There is no state' : 'The state is new or belongs to another log'}, but the audit log ${name} has recorded revocations, used tickets or approval requests`
        : `The state is older than the audit log ${name}: it lacks ${count - known.facts} of the recorded changes`;
    const advice = 'Restore the newest state, or run: agent-safe state rebuild';
    return new AgentSafeError('ERR_STORE_UNAVAILABLE', `${lacking}. ${advice}`);
  }
}

/**
 * Binds a state to the audit log that records its facts.
 *
 * @returns undefined if the log does not count facts, or the stores cannot compare them, as in memory
 */
export function bindState(log: FactLog, stores: Stores | undefined): BoundState | undefined {
  if (stores?.facts === undefined || log.stateFacts === undefined) return undefined;
  return new BoundState(log as CountingLog, stores, stores.facts);
}

function toDraft({ id, issued_until, kind }: Revocation): AuditDraft {
  const until = issued_until === null ? null : new Date(issued_until).toISOString();
  if (kind === 'agent' && until !== null) {
    return { event_type: 'revocation', fields: { change: 'lifted', kind, id, issued_until: until } };
  }
  return { event_type: 'revocation', fields: { change: 'revoked', kind, id, issued_until: until } };
}
