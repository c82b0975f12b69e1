import {
  close,
  constants,
  fdatasync,
  fstatSync,
  ftruncate,
  open,
  read,
  readdirSync,
  rename,
  type Stats,
  statSync,
  write,
} from 'node:fs';
import type { FileAccess } from '@agent-safe/core/node';

/** Identity and size of a file. */
export interface FileState {
  /** Device and inode. It stays the same when the file is renamed. */
  readonly id: string;
  /** In bytes. */
  readonly size: number;
  /** Owner, group and mode. Absent: the file system of a test has no users. */
  readonly access?: FileAccess;
}

/** An append-only file. */
export interface LogFile {
  state(): Promise<FileState>;
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Whether `append` makes its own bytes durable. It does not make other bytes durable. */
  readonly writesThrough?: boolean;
  /** Appends all bytes, or throws. */
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves when all bytes of the file, also those of other processes, would survive a loss of power. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** The file system that an audit log uses. Tests replace it by a simulation that loses power. */
export interface LogFiles {
  /** Returns undefined if there is no such file. @throws if it is not a regular file */
  state(path: string): Promise<FileState | undefined>;
  /**
   * Opens a file for appending. Creates the file if it does not exist.
   *
   * @param like who may use a new file. Default: only its owner
   */
  open(path: string, like?: FileAccess): Promise<LogFile>;
  list(folder: string): Promise<readonly string[]>;
  rename(from: string, to: string): Promise<void>;
  /** Makes created and renamed files of a folder durable. */
  syncFolder(folder: string): Promise<void>;
}

type Callback<Value> = (error: NodeJS.ErrnoException | null, value?: Value) => void;

/** Turns a callback of `node:fs` into a promise. Loading `node:fs/promises` would take a tenth of the time of a short command. */
function call<Value = void>(start: (callback: Callback<Value>) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error === null ? resolve(value as Value) : reject(error)));
  });
}

function describe(stats: Stats): FileState {
  if (!stats.isFile()) throw Object.assign(new Error('it is not a regular file'), { code: 'it is not a regular file' });
  const { dev, gid, ino, mode, size, uid } = stats;
  return { id: `${dev}:${ino}`, size, access: { mode: mode & 0o666, uid, gid } };
}

export function describeFile(descriptor: number): FileState {
  return describe(fstatSync(descriptor));
}

/** With this flag, a write makes its own bytes durable in one call instead of two. Windows does not have the flag. */
const WRITE_THROUGH: number | undefined = constants.O_DSYNC;
export const WRITES_THROUGH: boolean = WRITE_THROUGH !== undefined;

/** Flags that open a log for appending and create it if it does not exist. */
export const APPENDING = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (WRITE_THROUGH ?? 0);

/** The file system of this machine. */
export const machineFiles: LogFiles = {
  // A blocking call: the system answers from memory, faster than a thread starts. The lock blocks in the same way.
  state: async (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : describe(stats);
  },
  async open(path, like) {
    if (like !== undefined) await createLike(path, like);
    return new MachineFile(await call<number>((done) => open(path, APPENDING, 0o600, done)));
  },
  list: async (folder) => readdirSync(folder),
  rename: (from, to) => call((done) => rename(from, to, done)),
  async syncFolder(folder) {
    // Windows cannot sync a folder.
    if (process.platform === 'win32') return;
    const descriptor = await call<number>((done) => open(folder, constants.O_RDONLY, done));
    try {
      await call((done) => fdatasync(descriptor, done));
    } finally {
      await call((done) => close(descriptor, done));
    }
  },
};

/** Creates a missing file with the access rights of another. Only a rotation needs this code. */
export async function createLike(path: string, like: FileAccess): Promise<void> {
  const { createFile } = await import('./create-file.ts');
  createFile(path, like);
}

class MachineFile implements LogFile {
  readonly writesThrough = WRITES_THROUGH;
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  async state(): Promise<FileState> {
    return describeFile(this.#descriptor);
  }

  read(buffer: Uint8Array, position: number): Promise<number> {
    return call((done) => read(this.#descriptor, buffer, 0, buffer.length, position, done));
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      const rest = bytes.subarray(written);
      written += await call<number>((done) => write(this.#descriptor, rest, done));
    }
  }

  sync(): Promise<void> {
    return call((done) => fdatasync(this.#descriptor, done));
  }

  truncate(size: number): Promise<void> {
    return call((done) => ftruncate(this.#descriptor, size, done));
  }

  close(): Promise<void> {
    return call((done) => close(this.#descriptor, done));
  }
}
