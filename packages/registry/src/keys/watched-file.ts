import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { readRegularFile } from '../yaml/paths.ts';

/** Milliseconds between two looks at a file. A change is noticed within a second, also if the process is busy. */
const INTERVAL = 250;
/** Milliseconds. Two writes within one tick of a file system have the same time, so a fresh file is read again. */
const SETTLED = 2_000;
/** Readings of a file that changes meanwhile. */
const MOST_TRIES = 3;

/** Reads one kind of file. */
export interface FileReader<Content> {
  /** Name of the kind of file in warnings, such as `key file`. */
  readonly what: string;
  /** A sentence for warnings: the effect of a file that cannot be used. Default: its keys verify and sign nothing. */
  readonly effect?: string;
  /** Checks who can read and write the file. @throws AgentSafeError, or an error of `node:fs` */
  readonly checkAccess?: (file: string) => void;
  /** @throws AgentSafeError if the content is invalid. The message must not quote it. */
  readonly parse: (bytes: Buffer, file: string) => Content;
}

export interface WatchOptions {
  /** Milliseconds since 1970, UTC. A jump of this clock causes a look too, for example after a machine was suspended. */
  readonly clock?: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed?: () => number;
}

type Reading<Content> =
  | { readonly ok: true; readonly stamp: string; readonly digest: string; readonly content: Content }
  | { readonly ok: false; readonly stamp: undefined; readonly reason: string };

/** The last warning of each file that cannot be used: a process and its runner look at the same file. */
const warned = new Map<string, string>();

/**
 * A file that a running process trusts. The file is looked at a few times a second at most, and parsed only after it
 * changed. While it cannot be used, there is no content: a process must not trust a file that was deleted, or that others
 * can read or write.
 */
export class WatchedFile<Content> {
  readonly #file: string;
  readonly #reader: FileReader<Content>;
  readonly #clock: () => number;
  readonly #elapsed: () => number;
  #reading: Reading<Content>;
  #isSettled = false;
  #lookedAt = { clock: 0, elapsed: 0 };

  /** @throws AgentSafeError, or an error of `node:fs`, if the file cannot be used */
  constructor(
    file: string,
    reader: FileReader<Content>,
    { clock = Date.now, elapsed = () => performance.now() }: WatchOptions = {},
  ) {
    this.#file = file;
    this.#reader = reader;
    this.#clock = clock;
    this.#elapsed = elapsed;
    this.#setLooked();
    this.#reading = this.#read(undefined);
  }

  /** The content now: the same object until it changes. Undefined while the file cannot be used. */
  get content(): Content | undefined {
    if (this.#isDue()) this.look();
    return this.#reading.ok ? this.#reading.content : undefined;
  }

  /** Why the file cannot be used now; undefined if it can. */
  get problem(): string | undefined {
    if (this.#isDue()) this.look();
    return this.#reading.ok ? undefined : this.#reading.reason;
  }

  /** Looks at the file now, without waiting for the next look. */
  look(): void {
    this.#setLooked();
    const known = this.#reading;
    if (known.ok && this.#isSettled && describeFile(this.#file) === known.stamp) return;
    try {
      this.#reading = this.#read(known);
      warned.delete(this.#file);
    } catch (error) {
      const reason = this.#describe(error);
      this.#reading = { ok: false, stamp: undefined, reason };
      if (warned.get(this.#file) === reason) return;
      warned.set(this.#file, reason);
      const { effect = 'Until then, nothing is verified or signed with it.' } = this.#reader;
      process.emitWarning(`${reason} ${effect}`, { code: 'AGENT_SAFE_KEYS' });
    }
  }

  #isDue(): boolean {
    const { clock, elapsed } = this.#lookedAt;
    return Math.abs(this.#elapsed() - elapsed) >= INTERVAL || Math.abs(this.#clock() - clock) >= INTERVAL;
  }

  #setLooked(): void {
    this.#lookedAt = { clock: this.#clock(), elapsed: this.#elapsed() };
  }

  /** @param known the last reading, whose content stays if the bytes are the same */
  #read(known: Reading<Content> | undefined): Reading<Content> {
    const { checkAccess, parse } = this.#reader;
    for (let tries = 1; ; tries += 1) {
      const readAt = Date.now();
      const stamp = describeFile(this.#file);
      checkAccess?.(this.#file);
      const bytes = readRegularFile(this.#file);
      if (stamp !== undefined && stamp === describeFile(this.#file)) {
        const digest = createHash('sha256').update(bytes).digest('base64');
        const isSame = known?.ok === true && known.digest === digest;
        const content = isSame ? known.content : parse(bytes, this.#file);
        this.#isSettled = readAt - Number(statSync(this.#file).ctimeMs) > SETTLED;
        return { ok: true, stamp, digest, content };
      }
      if (tries >= MOST_TRIES) throw new AgentSafeError('ERR_KEYS_INVALID', 'It changes while it is read.');
    }
  }

  #describe(error: unknown): string {
    const { what } = this.#reader;
    const [diagnostic] = error instanceof AgentSafeError ? error.diagnostics : [];
    const place = `The ${what} cannot be used: ${this.#file}.`;
    if (diagnostic !== undefined) return `${place} ${diagnostic.message} ${diagnostic.fix ?? ''}`.trim();
    if (error instanceof AgentSafeError) return `${place} ${error.message}`;
    const cause = describeCause(error);
    if (cause === 'ENOENT') return `${place} It does not exist. Put the file back.`;
    return `${place} It cannot be read (${cause}). Make it readable for this process.`;
  }
}

/**
 * Returns a text that changes when a file is written, replaced, linked to another file, or gets other permissions, and
 * when its folder does. Links are followed, as those of a Kubernetes Secret. Undefined if the file cannot be found.
 */
function describeFile(file: string): string | undefined {
  try {
    const real = realpathSync.native(file);
    const found = statSync(real, { bigint: true });
    const folders = [dirname(file), dirname(real)].map((folder) => {
      const { dev, ino, mode, uid } = statSync(folder, { bigint: true });
      return `${dev}:${ino}:${mode}:${uid}`;
    });
    const { ctimeNs, dev, gid, ino, mode, mtimeNs, size, uid } = found;
    return [real, dev, ino, size, mtimeNs, ctimeNs, mode, uid, gid, ...folders].join(':');
  } catch {
    return undefined;
  }
}
