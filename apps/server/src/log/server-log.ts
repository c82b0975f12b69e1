import type { LogLevel } from '@agent-safe/schemas';

const RANKS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, off: 4 };
/** Bytes that may wait for a slow reader of the log. Later lines are lost, and counted. */
const MOST_WAITING = 4_194_304;

/** Takes lines of text, such as the standard error. */
export interface LogTarget {
  write(text: string): boolean;
  readonly writableLength: number;
}

/** One line of the log: `event` and members without secrets. */
export interface LogEntry {
  readonly event: string;
  readonly [member: string]: boolean | number | string | readonly string[] | null | undefined;
}

/**
 * The log of the server: one JSON object in each line. Its callers give single members, and never headers, bodies, query values or
 * tokens.
 */
export class ServerLog {
  readonly #target: LogTarget | undefined;
  readonly #least: number;
  readonly #clock: () => number;
  readonly #onLost: () => void;
  #waiting: string[] = [];
  #bytes = 0;

  constructor(target: LogTarget | undefined, level: LogLevel, clock: () => number, onLost: () => void) {
    this.#target = target;
    this.#least = target === undefined ? RANKS.off : RANKS[level];
    this.#clock = clock;
    this.#onLost = onLost;
  }

  /** Whether lines of this level are written. */
  has(level: Exclude<LogLevel, 'off'>): boolean {
    return RANKS[level] >= this.#least;
  }

  write(level: Exclude<LogLevel, 'off'>, entry: LogEntry): void {
    if (!this.has(level)) return;
    const line = `${JSON.stringify({ time: new Date(this.#clock()).toISOString(), level, ...entry })}\n`;
    if (this.#bytes + line.length + (this.#target?.writableLength ?? 0) > MOST_WAITING) {
      this.#onLost();
      return;
    }
    // Lines of one turn of the event loop are written together.
    if (this.#waiting.length === 0) setImmediate(() => this.flush());
    this.#waiting.push(line);
    this.#bytes += line.length;
  }

  /** Gives all lines to the target. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#bytes = 0;
    this.#target?.write(text);
  }
}
