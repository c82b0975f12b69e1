import { closeSync, fdatasyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import {
  APPENDING,
  createLike,
  describeFile,
  type FileState,
  type LogFile,
  type LogFiles,
  machineFiles,
  WRITES_THROUGH,
} from './log-files.ts';

/**
 * The file system of this machine, with blocking calls. It is for a process that records one event and ends, because starting
 * threads takes longer than writing an event. If the disk hangs, the process hangs too.
 */
export const blockingFiles: LogFiles = {
  ...machineFiles,
  async open(path, like) {
    if (like !== undefined) await createLike(path, like);
    return new BlockingFile(openSync(path, APPENDING, 0o600));
  },
  async syncFolder(folder) {
    if (process.platform === 'win32') return;
    const descriptor = openSync(folder, 'r');
    try {
      fdatasyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
};

class BlockingFile implements LogFile {
  readonly writesThrough = WRITES_THROUGH;
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  async state(): Promise<FileState> {
    return describeFile(this.#descriptor);
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    return readSync(this.#descriptor, buffer, 0, buffer.length, position);
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#descriptor, bytes, written);
    }
  }

  async sync(): Promise<void> {
    fdatasyncSync(this.#descriptor);
  }

  async truncate(size: number): Promise<void> {
    ftruncateSync(this.#descriptor, size);
  }

  async close(): Promise<void> {
    closeSync(this.#descriptor);
  }
}
