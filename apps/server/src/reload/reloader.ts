import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { stampFiles } from './file-stamp.ts';

/** Milliseconds between a change and the look at the files: an editor or a deployment often writes several. */
const SETTLE = 100;

/** The result of a look at the files. */
export type ReloadResult =
  | { readonly ok: true; readonly isChanged: boolean }
  | { readonly ok: false; readonly code: 'reload_failed'; readonly reason: string };

export interface ReloaderOptions {
  /** The files and folders that decide, as the settings name them now. */
  readonly files: () => readonly string[];
  /** Loads the files and puts them into use. @throws if they have errors. The earlier ones then stay in use. */
  readonly load: () => Promise<void>;
  /** Called for each new error, and when an error ended without a change. */
  readonly onError: (reason: string | undefined) => void;
  /** Seconds between two looks. */
  readonly seconds: number;
}

/** Loads files again after they changed. It never leaves a server without policies: errors keep the earlier ones. */
export class Reloader {
  readonly #options: ReloaderOptions;
  readonly #timer: NodeJS.Timeout;
  #watchers: readonly FSWatcher[] = [];
  #settling: NodeJS.Timeout | undefined;
  #stamp: string;
  #error: string | undefined;
  #running: Promise<unknown> = Promise.resolve();

  /** @param stamp of the files before they were loaded: a change since then is noticed at the first look */
  constructor(options: ReloaderOptions, stamp: string) {
    this.#options = options;
    this.#stamp = stamp;
    // File systems of other machines report no changes.
    this.#timer = setInterval(() => void this.look(), options.seconds * 1_000).unref();
    this.#watch();
  }

  /** Why the newest files are not in use; undefined if they are. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Loads the files if they changed, or if they had errors. */
  look(): Promise<ReloadResult> {
    return this.#enqueue(false);
  }

  /** Loads the files. */
  reload(): Promise<ReloadResult> {
    return this.#enqueue(true);
  }

  /** Ends, after a load that is running. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    clearTimeout(this.#settling);
    for (const watcher of this.#watchers) watcher.close();
    await this.#running;
  }

  #enqueue(isForced: boolean): Promise<ReloadResult> {
    const next = this.#running.then(() => this.#load(isForced));
    this.#running = next;
    return next;
  }

  async #load(isForced: boolean): Promise<ReloadResult> {
    const stamp = await stampFiles(this.#options.files());
    if (!isForced && stamp === this.#stamp && this.#error === undefined) return { ok: true, isChanged: false };
    try {
      await this.#options.load();
      this.#setError(undefined);
      // Files that changed during the load have another stamp, and are loaded at the next look.
      this.#stamp = stamp;
      this.#watch();
      return { ok: true, isChanged: true };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#setError(reason);
      return { ok: false, code: 'reload_failed', reason };
    }
  }

  #setError(reason: string | undefined): void {
    if (reason === this.#error) return;
    this.#error = reason;
    this.#options.onError(reason);
  }

  /** Watches the folders for a quick look. A watcher is a hint: the timer finds all changes. */
  #watch(): void {
    for (const watcher of this.#watchers) watcher.close();
    const files = this.#options.files();
    const folders = [...new Set([...files, ...files.map((file) => dirname(file))])];
    this.#watchers = folders.flatMap((folder) => {
      // The log and the state are often in the same folder, and change with each decision. Kubernetes replaces the link "..data".
      const names = files.includes(folder) ? undefined : findNames(files, folder);
      const onChange = (_: unknown, name: string | null) => {
        if (names === undefined || name === null || names.has(name) || name.startsWith('..')) this.#lookSoon();
      };
      try {
        const watcher = watch(folder, { persistent: false }, onChange);
        watcher.on('error', () => watcher.close());
        return [watcher];
      } catch {
        return [];
      }
    });
  }

  #lookSoon(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      void this.look();
    }, SETTLE).unref();
  }
}

/** Returns the names of files in a folder. */
function findNames(files: readonly string[], folder: string): ReadonlySet<string> {
  return new Set(files.filter((file) => dirname(file) === folder).map((file) => basename(file)));
}
