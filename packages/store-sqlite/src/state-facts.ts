import type { KnownLog, LogFacts, LoggedEvent, LogName, RebuiltState, Revocation, StateFacts } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';
import { refuse } from './errors.ts';
import { applyFact } from './recorded-facts.ts';
import { type RevocationRow, readRevocations, subjectOf } from './revocations.ts';

/** A log that the state knows. */
interface LogRow {
  readonly sequence: number;
  readonly id: string | null;
  readonly name: string;
  /** Number of facts of the log that the state has applied. */
  readonly facts: number;
  /** Last change of the revocations that the log has recorded. */
  readonly recorded: number;
}

/**
 * Milliseconds after which an announcement no longer counts as in progress, also if a process with its number is running. Recording
 * waits for less.
 */
const LONGEST_RECORDING = 600_000;

/** Number of facts of a state that is a mix of two copies. It is less than that of any log, so the state is refused. */
const MIXED = -1;

/** The audit logs that a state belongs to, with the number of facts that it has applied. */
export class SqliteStateFacts implements StateFacts {
  readonly #file: DatabaseFile;
  readonly #path: string;
  readonly #clock: () => number;

  constructor(file: DatabaseFile, path: string, clock: () => number) {
    this.#file = file;
    this.#path = path;
    this.#clock = clock;
  }

  read(log: LogName): Promise<KnownLog> {
    return this.#file.read(() => {
      const row = this.#find(log);
      const { changed, state } = this.#identity();
      const announcements = this.#announcements(row);
      // SQLite keeps its newest writes in a second file. With an older copy of the first file, the content is a mix of two times: the
      // log is new, and the revocations are old.
      if (row !== undefined && row.recorded > changed) return { state, facts: MIXED, announced: 0, lacks: false };
      return {
        state,
        facts: row?.facts,
        announced: announcements.reduce((sum, { facts }) => sum + facts, 0),
        lacks: (row?.recorded ?? 0) < changed && !announcements.some((each) => this.#isRunning(each)),
      };
    });
  }

  know(log: LogName): Promise<void> {
    return this.#file.write(() => {
      if (this.#find(log) === undefined) this.#add({ ...log, count: 0 });
    }, 'kill');
  }

  announce(log: LogFacts, facts: number): Promise<{ readonly id: number; readonly state: string }> {
    return this.#file.write(() => {
      const row = this.#find(log) ?? this.#add(log);
      if (row.facts === log.count) this.#removeEnded(row);
      const insert = 'INSERT INTO announcements (log, facts, process, at) VALUES (?, ?, ?, ?)';
      const { lastInsertRowid } = this.#file
        .statement(insert)
        .run(row.sequence, facts, process.pid, Math.trunc(this.#clock()));
      return { id: Number(lastInsertRowid), state: this.#identity().state };
    });
  }

  release(announcement: number): Promise<void> {
    return this.#file.write(() => {
      this.#file.statement('UPDATE announcements SET process = 0 WHERE id = ?').run(announcement);
    }, 'kill');
  }

  confirm(log: LogName, events: readonly LoggedEvent[], announcement?: number): Promise<boolean> {
    return this.#file.write(() => {
      const row = this.#find(log);
      if (row === undefined) return false;
      const next = events.filter(({ state_facts }) => Number(state_facts) > row.facts);
      // A fact of another process comes before.
      if (next.some(({ state_facts }, index) => Number(state_facts) !== row.facts + 1 + index)) return false;
      let { recorded } = row;
      for (const event of next) {
        applyFact(this.#file, event);
        recorded = this.#lastRecorded(event, recorded);
      }
      this.#file
        .statement('UPDATE logs SET id = ?, name = ?, facts = ?, recorded = ? WHERE sequence = ?')
        .run(log.id || row.id, log.name, row.facts + next.length, recorded, row.sequence);
      if (announcement !== undefined) this.#file.statement('DELETE FROM announcements WHERE id = ?').run(announcement);
      return true;
    }, 'kill');
  }

  unrecorded(log: LogName): Promise<readonly Revocation[]> {
    return this.#file.read(() => {
      const query =
        'SELECT subject, revoked_at, issued_until FROM revocation_changes JOIN revocations USING (subject) WHERE changed > ? ORDER BY changed';
      const rows = this.#file.statement(query).all(this.#find(log)?.recorded ?? 0);
      return readRevocations(rows as unknown as RevocationRow[]);
    });
  }

  logs(): Promise<readonly LogFacts[]> {
    return this.#file.read(() => {
      const rows = this.#file.statement('SELECT * FROM logs ORDER BY sequence').all() as unknown as LogRow[];
      return rows.map(({ facts, id, name }) => ({ id: id ?? '', name, count: facts }));
    });
  }

  /** The file is open, so it needs no repair. */
  async prepare(): Promise<void> {}

  forgetLimits(): Promise<void> {
    return this.#file.write(() => {
      for (const table of ['limits', 'risks']) this.#file.statement(`DELETE FROM ${table}`).run();
    });
  }

  async replace(content: RebuiltState, logs: readonly LogFacts[]): Promise<void> {
    // Only a rebuild needs this code.
    const { replaceContent } = await import('./replace-content.ts');
    return this.#file.write(() => replaceContent(this.#file, content, logs));
  }

  /** Returns the last change that the log has recorded, after it recorded one more revocation. */
  #lastRecorded(event: LoggedEvent, recorded: number): number {
    if (event.event_type !== 'revocation') return recorded;
    const find = this.#file.statement('SELECT changed FROM revocation_changes WHERE subject = ?');
    const changed = Number(find.get(subjectOf(event))?.changed ?? 0);
    const earlier = this.#file.statement('SELECT 1 FROM revocation_changes WHERE changed > ? AND changed < ?');
    return earlier.get(recorded, changed) === undefined ? Math.max(recorded, changed) : recorded;
  }

  #identity(): { readonly state: string; readonly changed: number } {
    const query =
      'SELECT state, (SELECT coalesce(max(changed), 0) FROM revocation_changes) AS changed FROM identity ORDER BY rowid';
    const row = this.#file.statement(query).get();
    if (row === undefined) throw refuse(this.#path, 'has no identity. Run: agent-safe state rebuild');
    return { state: String(row.state), changed: Number(row.changed) };
  }

  /** A log without events has no id. It is then found by its name until its first event is known. */
  #find({ id, name }: LogName): LogRow | undefined {
    const query =
      id === undefined
        ? 'SELECT * FROM logs WHERE name = ?1 OR ?2 ORDER BY sequence DESC LIMIT 1'
        : 'SELECT * FROM logs WHERE id = ?2 OR (id IS NULL AND name = ?1) ORDER BY id IS NULL LIMIT 1';
    return this.#file.statement(query).get(name, id ?? 0) as LogRow | undefined;
  }

  /** @throws AgentSafeError ERR_STORE_UNAVAILABLE if the log has facts, which this state lacks */
  #add({ count, id, name }: LogFacts): LogRow {
    if (count > 0) {
      throw refuse(this.#path, `lacks the facts of the audit log ${name}. Run: agent-safe state rebuild`);
    }
    const insert = 'INSERT INTO logs (id, name, facts, recorded) VALUES (?, ?, 0, 0) RETURNING *';
    return this.#file.statement(insert).get(id || null, name) as unknown as LogRow;
  }

  #announcements(row: LogRow | undefined): readonly Announcement[] {
    if (row === undefined) return [];
    const query = 'SELECT id, facts, process, at FROM announcements WHERE log = ?';
    return this.#file.statement(query).all(row.sequence) as unknown as Announcement[];
  }

  #isRunning({ at, process: id }: Announcement): boolean {
    if (id === 0 || Math.abs(this.#clock() - at) > LONGEST_RECORDING) return false;
    try {
      return process.kill(id, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }

  /** Removes announcements of processes that ended before they recorded. */
  #removeEnded(row: LogRow): void {
    for (const each of this.#announcements(row)) {
      if (this.#isRunning(each) || Math.abs(this.#clock() - each.at) <= LONGEST_RECORDING) continue;
      this.#file.statement('DELETE FROM announcements WHERE id = ?').run(each.id);
    }
  }
}

interface Announcement {
  readonly id: number;
  readonly facts: number;
  /** Number of the process that records; 0 if it gave up. */
  readonly process: number;
  readonly at: number;
}
