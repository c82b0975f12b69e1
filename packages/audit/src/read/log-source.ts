import { openLogFile, readLogFiles, type SizedFile } from './log-sizes.ts';
import { type ByteSource, sourceOf } from './read-lines.ts';

/** The bytes of a log, wherever they are. */
export interface LogSource {
  /** How messages name the log. */
  readonly name: string;
  /** The files of the log, oldest first, between two writes; an empty list where there is no such log. */
  files(): Promise<readonly SizedFile[]>;
  open(file: SizedFile): Promise<ByteSource & { close(): Promise<void> }>;
}

/** A log in a file of this machine. */
export function fileSource(path: string): LogSource {
  return {
    name: path,
    files: () => readLogFiles(path),
    async open(file) {
      const handle = await openLogFile(path, file);
      return { ...sourceOf(handle), close: () => handle.close() };
    },
  };
}
