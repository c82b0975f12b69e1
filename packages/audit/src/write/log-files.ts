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

/** What tells one file from another, whatever it is called, and how long it is. */
export interface FileState {
  readonly id: string;
  readonly size: number;
}

/** A file that is only added to. */
export interface LogFile {
  state(): Promise<FileState>;
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Whether `append` makes the bytes that it adds durable by itself, and no others. */
  readonly writesThrough?: boolean;
  /** Adds bytes at the end: all of them, or it throws. */
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves when all that was added, by whomever, would survive a loss of power. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** The file system as an audit log needs it. Tests put one in its place that loses power. */
export interface LogFiles {
  /** Undefined where there is no such file. @throws where it is no regular file */
  state(path: string): Promise<FileState | undefined>;
  /** Opens a file for adding to it, and makes it where there is none. */
  open(path: string): Promise<LogFile>;
  list(folder: string): Promise<readonly string[]>;
  rename(from: string, to: string): Promise<void>;
  /** Makes what was created or renamed in a folder survive a loss of power. */
  syncFolder(folder: string): Promise<void>;
}

type Callback<Value> = (error: NodeJS.ErrnoException | null, value?: Value) => void;

/** Not `node:fs/promises`, which takes a tenth of a short command's time to load. */
function call<Value = void>(start: (callback: Callback<Value>) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error === null ? resolve(value as Value) : reject(error)));
  });
}

function describe(stats: Stats): FileState {
  if (!stats.isFile()) throw Object.assign(new Error('no regular file'), { code: 'it is no regular file' });
  return { id: `${stats.dev}:${stats.ino}`, size: stats.size };
}

export function describeFile(descriptor: number): FileState {
  return describe(fstatSync(descriptor));
}

/** Where the system has it, a write makes its own bytes durable, in one call instead of two. */
const WRITE_THROUGH: number | undefined = constants.O_DSYNC;
export const WRITES_THROUGH: boolean = WRITE_THROUGH !== undefined;

/** How a log is opened: to be added to, and made where there is none. */
export const APPENDING = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (WRITE_THROUGH ?? 0);

/** The file system of this machine. */
export const machineFiles: LogFiles = {
  // What only looks is not worth a thread: the answer is in memory, and the lock, which lies beside, is asked likewise.
  state: async (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : describe(stats);
  },
  async open(path) {
    return new MachineFile(await call<number>((done) => open(path, APPENDING, 0o600, done)));
  },
  list: async (folder) => readdirSync(folder),
  rename: (from, to) => call((done) => rename(from, to, done)),
  async syncFolder(folder) {
    // Windows has no such thing.
    if (process.platform === 'win32') return;
    const descriptor = await call<number>((done) => open(folder, constants.O_RDONLY, done));
    try {
      await call((done) => fdatasync(descriptor, done));
    } finally {
      await call((done) => close(descriptor, done));
    }
  },
};

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
