import type { Transition } from '@agent-safe/risk/state';
import type { DatabaseFile } from './database-file.ts';

/** Milliseconds that a row is kept after its end: whoever waited for the lock comes with a time that is past. */
const MARGIN = 60_000;
/** So many are removed with each that is added: more than come, and too few to keep anyone waiting. */
const BATCH = 20;
/** Above all letters. */
const LAST = '\u{10ffff}';

/** A state as a text, and back. */
interface Format<State> {
  readonly write: (state: State) => string;
  readonly read: (text: string) => State;
}

/** What is remembered of each key, a row each, until it ends. */
export class ExpiringTable<State> {
  readonly #file: DatabaseFile;
  readonly #name: 'limits' | 'risks';
  readonly #format: Format<State>;

  constructor(file: DatabaseFile, name: 'limits' | 'risks', format: Format<State>) {
    this.#file = file;
    this.#name = name;
    this.#format = format;
  }

  /** @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  read(key: string): Promise<State | undefined> {
    return this.#file.read(() => this.#get(key.toWellFormed()));
  }

  /**
   * Changes what is remembered of a key, in one step among all processes. It survives that they are killed.
   *
   * @param step may be asked more than once; what it answered last counts
   * @param now milliseconds since 1970, UTC
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE
   */
  change<Answer extends Transition<State>>(
    key: string,
    now: number,
    step: (state: State | undefined) => Answer,
  ): Promise<Answer> {
    const text = key.toWellFormed();
    return this.#file.write(() => {
      const answer = step(this.#get(text));
      const { change } = answer;
      if (change === undefined) return answer;
      if (change.state === undefined) this.#file.statement(`DELETE FROM ${this.#name} WHERE key = ?`).run(text);
      else this.#put(text, change.state, change.ends);
      this.#removeEnded(now);
      return answer;
    }, 'kill');
  }

  /** Those that end last come first. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
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
    const over = Math.floor(now) - MARGIN;
    const ended = `SELECT rowid FROM ${this.#name} WHERE ends_at <= ? ORDER BY ends_at LIMIT ?`;
    // Mostly there is none, and to look is ten times as fast as to remove nothing.
    if (this.#file.statement(ended).get(over, 1) === undefined) return;
    this.#file.statement(`DELETE FROM ${this.#name} WHERE rowid IN (${ended})`).run(over, BATCH);
  }
}
