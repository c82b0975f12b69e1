import { setImmediate } from 'node:timers/promises';
import { AgentSafeError, type ChangeFeed, describeCause } from '@agent-safe/core';
import type { FileId } from './read-ticket-file.ts';
import type { TicketFolder } from './ticket-folder.ts';

/** Milliseconds after which a ticket without a result is tried again. */
const RETRY_AFTER = 60_000;
/** Milliseconds between two reconciliations. */
const UPKEEP_AFTER = 300_000;

/** An event of the watch that concerns one file or the watch as a whole. */
export type WatchEvent =
  /** The answer of the runner, a report or a refusal: the content of the result file. */
  | { readonly event: 'result'; readonly file: string; readonly result: object }
  /** `refused`: a result says why. `discarded`: a result existed before. `postponed`, `skipped`: the file stays. */
  | {
      readonly event: 'refused' | 'discarded' | 'postponed' | 'skipped';
      readonly file: string;
      readonly reason: string;
    }
  | { readonly event: 'failed'; readonly file: string | null; readonly code: string; readonly reason: string };

export interface TicketWatchOptions {
  readonly folder: TicketFolder;
  /** Executions at the same time. */
  readonly concurrency: number;
  /** Reports when to look at the folder again. */
  readonly feeds: readonly ChangeFeed[];
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /**
   * Executes a ticket once, and returns the result.
   *
   * @returns undefined if the ticket is in use by a run without an outcome
   */
  readonly execute: (ticket: string, file: string) => Promise<object | undefined>;
  /** Closes executions that a crash left open. It runs before the first ticket, and regularly. */
  readonly upkeep: () => Promise<void>;
  readonly tell: (event: WatchEvent) => void;
  /** Called after each look for tickets. */
  readonly onLook: () => void;
}

/** Executes each ticket that appears in a folder, and writes its result beside it. */
export class TicketWatch {
  readonly #options: TicketWatchOptions;
  readonly #running = new Map<string, Promise<void>>();
  /** Tickets that wait, with the time of the next try. */
  readonly #waiting = new Map<string, number>();
  /** Files that cannot be used or removed. Each is reported once. */
  readonly #skipped = new Set<string>();
  /** Tickets of the last listing that have not been taken. Later tickets wait for them, so that no name is always last. */
  #queue: string[] = [];
  #upkeep: Promise<void> | undefined;
  #lastUpkeep: number;
  #wake: () => void = () => undefined;

  constructor(options: TicketWatchOptions) {
    this.#options = options;
    this.#lastUpkeep = options.clock();
  }

  /**
   * Runs until the signal is aborted, and then waits for the executions that have begun.
   *
   * @throws the errors of the first `upkeep`, and of `fs` if the folder cannot be read
   */
  async run(stop: AbortSignal): Promise<void> {
    const wake = () => this.#wake();
    const ends = this.#options.feeds.map((feed) => feed.subscribe(wake));
    stop.addEventListener('abort', wake);
    try {
      await this.#options.upkeep();
      while (!stop.aborted) {
        // Made before the look, so that a change during the look leads to another look.
        const changed = new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#look();
        this.#options.onLook();
        this.#startUpkeep();
        await changed;
        // Files that are refused at once must not keep the running executions and the signals waiting.
        await setImmediate();
      }
    } finally {
      stop.removeEventListener('abort', wake);
      for (const end of ends) end();
      await Promise.all([...this.#running.values(), this.#upkeep]);
    }
  }

  #look(): void {
    let isListed = false;
    while (this.#running.size < this.#options.concurrency) {
      const name = this.#queue.pop();
      if (name !== undefined) this.#start(name);
      else if (isListed) return;
      else {
        this.#queue = this.#list();
        isListed = true;
      }
    }
  }

  /** Lists the tickets that can be taken now, the first one last. */
  #list(): string[] {
    const { clock, folder, tell } = this.#options;
    const { invalid, names } = folder.list();
    const present = new Set([...names, ...invalid]);
    for (const each of this.#skipped) if (!present.has(each)) this.#skipped.delete(each);
    for (const name of this.#waiting.keys()) if (!present.has(name)) this.#waiting.delete(name);
    for (const file of invalid) {
      if (this.#skipped.has(file)) continue;
      this.#skipped.add(file);
      const reason = 'The name is not valid. Use letters, digits, "-", "_" and ".", at most 100 before ".ticket".';
      tell({ event: 'skipped', file, reason });
    }
    const now = clock();
    return names
      .filter((name) => !this.#running.has(name) && !this.#skipped.has(name) && (this.#waiting.get(name) ?? 0) <= now)
      .reverse();
  }

  #start(name: string): void {
    this.#waiting.delete(name);
    const run = this.#take(name).finally(() => {
      this.#running.delete(name);
      this.#wake();
    });
    this.#running.set(name, run);
  }

  async #take(name: string): Promise<void> {
    const { folder, tell } = this.#options;
    const file = `${name}.ticket`;
    try {
      const read = folder.read(name);
      if (read === undefined) return;
      if (folder.hasResult(name)) {
        // Also after a crash between writing the result and removing the ticket.
        const reason = `${name}.result.json exists already. Use a new name for each ticket.`;
        tell({ event: 'discarded', file, reason });
        this.#remove(name, read.id);
      } else if (read.ok) await this.#execute(name, read);
      else {
        folder.writeResult(name, refusal(read.reason));
        tell({ event: 'refused', file, reason: read.reason });
        this.#remove(name, read.id);
      }
    } catch (error) {
      this.#later(name);
      tell({ event: 'failed', file, ...describeError(error) });
    }
  }

  async #execute(name: string, { id, ticket }: { readonly id: FileId; readonly ticket: string }): Promise<void> {
    const { execute, folder, tell } = this.#options;
    const file = `${name}.ticket`;
    const result = await execute(ticket, file);
    if (result === undefined) {
      this.#later(name);
      const reason =
        'The ticket is in use by a run without an outcome. The result follows when the log has the outcome.';
      tell({ event: 'postponed', file, reason });
      return;
    }
    folder.writeResult(name, result);
    tell({ event: 'result', file, result });
    this.#remove(name, id);
  }

  /** A folder with the name of a ticket cannot be removed. It stays, and has no effect. */
  #remove(name: string, id: FileId): void {
    try {
      this.#options.folder.remove(name, id);
    } catch (error) {
      this.#skipped.add(name);
      const reason = `The ticket file cannot be removed (${describeCause(error)}). Remove it.`;
      this.#options.tell({ event: 'skipped', file: `${name}.ticket`, reason });
    }
  }

  #later(name: string): void {
    this.#waiting.set(name, this.#options.clock() + RETRY_AFTER);
  }

  /** Starts the regular upkeep if it is due. Tickets do not wait for it. */
  #startUpkeep(): void {
    const { clock, tell, upkeep } = this.#options;
    if (this.#upkeep !== undefined || clock() - this.#lastUpkeep < UPKEEP_AFTER) return;
    this.#lastUpkeep = clock();
    this.#upkeep = upkeep()
      .catch((error: unknown) => tell({ event: 'failed', file: null, ...describeError(error) }))
      .finally(() => {
        this.#upkeep = undefined;
      });
  }
}

/** The result of a file that holds no ticket, with the members of every refusal. */
function refusal(reason: string): object {
  return { ran: false, code: 'ticket_invalid', reason, audit_id: null, action: null, target: null, ticket_used: false };
}

function describeError(error: unknown): { readonly code: string; readonly reason: string } {
  if (error instanceof AgentSafeError) return { code: error.code, reason: error.message };
  return { code: 'ERR_INTERNAL', reason: error instanceof Error ? error.message : String(error) };
}
