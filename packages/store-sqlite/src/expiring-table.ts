import type { Transition } from '@agent-safe/risk/state';
import type { DatabaseFile } from './database-file.ts';

/** Milliseconds after its end at which a row is deleted. A caller that waited for the lock may still use an earlier time. */
const MARGIN = 60_000;
/** Maximum number of rows that are deleted with each change. More than 1, so that the table shrinks; few, so that it is fast. */
const BATCH = 20;
/** The last Unicode character, which ends the range of keys with a prefix. */
const LAST = '\u{10ffff}';

/** Conversion of a state to text and back. */
interface Format<State> {
  readonly write: (state: State) => string;
  readonly read: (text: string) => State;
}

/** Table with one state for each key. A state is deleted after its end. */
export class ExpiringTable<State> {
  readonly #file: DatabaseFile;
  readonly #name: 'limits' | 'risks';
  readonly #format: Format<State>;

  constructor(file: DatabaseFile, name: 'limits' | 'risks', format: Format<State>) {
    this.#file = file;
    this.#name = name;
    this.#format = format;
  }

  /** Returns the state of a key. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  read(key: string): Promise<State | undefined> {
    return this.#file.read(() => this.#get(key.toWellFormed()));
  }

  /**
   * Changes the state of a key atomically among all processes. The change survives a kill of the process, but not always a loss of power.
   *
   * @param step returns the change of a state. It may be called more than once; only its last result is used
   * @param now milliseconds since 1970, UTC
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE
   */
  change<Answer extends Transition<State>>(
    key: string,
    now: number,
    step: (state: State | undefined) => Answer,
  ): Promise<Answer> {
    const text = key.toWellFormed();
    return this.#file.write(
      () => {
        const answer = step(this.#get(text));
        const { change } = answer;
        if (change === undefined) return answer;
        if (change.state === undefined) this.#file.statement(`DELETE FROM ${this.#name} WHERE key = ?`).run(text);
        else this.#put(text, change.state, change.ends);
        this.#removeEnded(now);
        return answer;
      },
      'kill',
      'not cached',
    );
  }

  /** Returns keys with a prefix, those that end last first. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  keys(prefix: string, limit: number): Promise<readonly string[]> {
    const query = `SELECT key FROM ${this.#name} WHERE key >= ? AND key < ? ORDER BY ends_at DESC LIMIT ?`;
    const start = prefix.toWellFormed();
    return this.#file.read(() => {
      const rows = this.#file.statement(query).all(start, start + LAST, limit);
      return rows.map(({ key }) => String(key));
    });
  }

  #get(key: string): State | undefined {
    const row = this.#file.statement(`SELECT state FROM ${this.#name} WHERE key = ?`).get(key);
    return row === undefined ? undefined : this.#format.read(String(row.state));
  }

  #put(key: string, state: State, ends: number): void {
    const values =
      'VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state, ends_at = excluded.ends_at';
    const put = this.#file.statement(`INSERT INTO ${this.#name} (key, state, ends_at) ${values}`);
    put.run(key, this.#format.write(state), Math.ceil(ends));
  }

  #removeEnded(now: number): void {
    const before = Math.floor(now) - MARGIN;
    const ended = `SELECT rowid FROM ${this.#name} WHERE ends_at <= ? ORDER BY ends_at LIMIT ?`;
    // Usually no row has ended, and a SELECT is ten times as fast as a DELETE without rows.
    if (this.#file.statement(ended).get(before, 1) === undefined) return;
    this.#file.statement(`DELETE FROM ${this.#name} WHERE rowid IN (${ended})`).run(before, BATCH);
  }
}
