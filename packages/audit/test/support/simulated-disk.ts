import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Random } from '@agent-safe/testkit';
import type { FileState, LogFile, LogFiles } from '../../src/write/log-files.ts';
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

/** A fault of an operation. */
export interface Fault {
  /** The operation waits for this promise. It is done unless there is an error. */
  readonly until?: Promise<void>;
  /** Error code of the operation. With `KILLED`, the process has ended and gets no result. */
  readonly error?: 'EIO' | 'ENOSPC' | 'EROFS' | 'KILLED';
  /** Share of the appended bytes that is written, from 0 to 1. */
  readonly share?: number;
}

/**
 * A simulated file system of one folder. After a loss of power, only synced bytes are certain to be there. Changes of the folder
 * become durable in their order, as with a journal.
 */
export class SimulatedDisk implements LogFiles {
  /** Called before every operation; returns its fault. */
  fault: (operation: Operation, path: string) => Fault | undefined = () => undefined;
  /** Forbidden operations, such as closing a file twice: its number may belong to another file by then. */
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

  /** Waits or throws according to the fault of an operation. */
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

  /** Simulates a loss of power: any part of the bytes that are not durable may be lost. Open files become unusable. */
  loseNewest(random: Random): void {
    this.#files = new Map(random.pick([...this.#unsynced, this.#files]));
    this.#unsynced = [];
    for (const file of this.#files.values()) file.losePower(random);
  }

  /** Returns all bytes that programs can read. */
  read(): Buffer {
    const paths = [...this.#files.keys()].sort();
    return Buffer.concat(paths.map((path) => this.#files.get(path)?.bytes ?? Buffer.alloc(0)));
  }

  /** Copies all files to a real folder, where they can be verified. */
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
      this.#disk.offences.push(`${operation} of a closed file`);
      throw Object.assign(new Error(`EBADF: ${operation}`), { code: 'EBADF' });
    }
    // Even if close fails, the file is closed, and its number may be reused.
    if (operation === 'close') this.#isOpen = false;
    await this.#disk.perform(operation, this.#path, partly);
  }
}
