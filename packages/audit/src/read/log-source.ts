import { openLogFile, readLogFiles, type SizedFile } from './log-sizes.ts';
import { type ByteSource, sourceOf } from './read-lines.ts';

/** A source of the bytes of a log. */
export interface LogSource {
  /** Name of the log in messages. */
  readonly name: string;
  /** Returns the files of the log, oldest first, measured between two writes; an empty list if there is no such log. */
  files(): Promise<readonly SizedFile[]>;
  open(file: SizedFile): Promise<ByteSource & { close(): Promise<void> }>;
}

/** Returns the source of a log in files of this machine. @param isLocked whether the caller holds the lock of the log */
export function fileSource(path: string, isLocked = false): LogSource {
  return {
    name: path,
    files: () => readLogFiles(path, isLocked),
    async open(file) {
      const handle = await openLogFile(path, file);
      return { ...sourceOf(handle), close: () => handle.close() };
    },
  };
}
