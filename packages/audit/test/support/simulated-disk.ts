import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileState, LogFile, LogFiles } from '../../src/write/log-files.ts';
import type { Random } from './random.ts';
import { SimulatedFile } from './simulated-file.ts';

export type Operation =
  | 'append'
  | 'close'
  | 'list'
  | 'open'
  | 'read'
  | 'rename'
  | 'state'
  | 'sync'
  | 'syncFolder'
  | 'truncate';

/** What happens instead of an operation. */
export interface Fault {
  /** Settles when the operation goes on; without an error it is then done. */
  readonly until?: Promise<void>;
  /** `KILLED`: who asked is gone, and nobody learns how it ended. */
  readonly error?: 'EIO' | 'ENOSPC' | 'EROFS' | 'KILLED';
  /** Of what is appended, this much gets through: from 0 to 1. */
  readonly share?: number;
}

/**
 * A file system of one folder that does what it is told to only as far as it is kept to it by a sync. Changes of the folder
 * are durable in the order in which they were made, as a journal keeps them.
 */
export class SimulatedDisk implements LogFiles {
  /** Asked before every operation. */
  fault: (operation: Operation, path: string) => Fault | undefined = () => undefined;
  /** What no program may do, such as closing a file twice: the number may be that of another file by then. */
  readonly offences: string[] = [];
  #files = new Map<string, SimulatedFile>();
  #unsynced: Map<string, SimulatedFile>[] = [];
  #count = 0;

  async state(path: string): Promise<FileState | undefined> {
    await this.perform('state', path);
    const file = this.#files.get(path);
    return file === undefined ? undefined : { id: file.id, size: file.bytes.length };
  }

  async open(path: string): Promise<LogFile> {
    await this.perform('open', path);
    const file = this.#files.get(path) ?? this.#create(path);
    return new OpenFile(this, path, file);
  }

  #create(path: string): SimulatedFile {
    this.#count += 1;
    const file = new SimulatedFile(`file-${this.#count}`);
    this.#change((files) => files.set(path, file));
    return file;
  }

  async list(folder: string): Promise<readonly string[]> {
    await this.perform('list', folder);
    return [...this.#files.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.perform('rename', from);
    const file = this.#files.get(from);
    if (file === undefined) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    if (this.#files.has(to)) this.offences.push(`${basename(to)} was overwritten`);
    this.#change((files) => {
      files.delete(from);
      files.set(to, file);
    });
  }

  async syncFolder(folder: string): Promise<void> {
    await this.perform('syncFolder', folder);
    this.#unsynced = [];
  }

  #change(how: (files: Map<string, SimulatedFile>) => unknown): void {
    this.#unsynced.push(new Map(this.#files));
    how(this.#files);
  }

  /** Waits for, or throws, what the fault of an operation says. */
  async perform(
    operation: Operation,
    path: string,
    partly: (share: number, error: string) => unknown = () => undefined,
  ): Promise<void> {
    const { error, share = 0, until } = this.fault(operation, path) ?? {};
    await until;
    if (error === undefined) return;
    partly(share, error);
    throw Object.assign(new Error(`${error}: ${operation}`), { code: error, syscall: operation });
  }

  /** The power fails, and is back: what is not durable may be gone, in any mixture. Open files are of no use any more. */
  loseNewest(random: Random): void {
    this.#files = new Map(random.pick([...this.#unsynced, this.#files]));
    this.#unsynced = [];
    for (const file of this.#files.values()) file.losePower(random);
  }

  /** All bytes, as the programs see them. */
  read(): Buffer {
    const paths = [...this.#files.keys()].sort();
    return Buffer.concat(paths.map((path) => this.#files.get(path)?.bytes ?? Buffer.alloc(0)));
  }

  /** Puts what is there into a real folder, where it can be verified. */
  copyTo(folder: string): void {
    mkdirSync(folder, { recursive: true });
    for (const [path, file] of this.#files) writeFileSync(join(folder, basename(path)), file.bytes);
  }
}

class OpenFile implements LogFile {
  readonly #disk: SimulatedDisk;
  readonly #path: string;
  readonly #file: SimulatedFile;
  #isOpen = true;

  constructor(disk: SimulatedDisk, path: string, file: SimulatedFile) {
    this.#disk = disk;
    this.#path = path;
    this.#file = file;
  }

  async state(): Promise<FileState> {
    await this.#perform('state');
    return { id: this.#file.id, size: this.#file.bytes.length };
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    await this.#perform('read');
    return this.#file.bytes.copy(buffer, 0, position);
  }

  async append(bytes: Uint8Array): Promise<void> {
    const copy = Buffer.from(bytes);
    await this.#perform('append', (share) => this.#file.append(copy.subarray(0, Math.floor(copy.length * share))));
    this.#file.append(copy);
  }

  async sync(): Promise<void> {
    await this.#perform('sync', (_, error) => error !== 'KILLED' && this.#file.failSync());
    this.#file.sync();
  }

  async truncate(size: number): Promise<void> {
    await this.#perform('truncate');
    this.#file.truncate(size);
  }

  close(): Promise<void> {
    return this.#perform('close');
  }

  async #perform(operation: Operation, partly?: (share: number, error: string) => unknown): Promise<void> {
    if (!this.#isOpen) {
      this.#disk.offences.push(`${operation} of a file that was closed`);
      throw Object.assign(new Error(`EBADF: ${operation}`), { code: 'EBADF' });
    }
    // Whatever close answers, the file is closed: its number is free for others.
    if (operation === 'close') this.#isOpen = false;
    await this.#disk.perform(operation, this.#path, partly);
  }
}
