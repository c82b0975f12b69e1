import type { SizedFile } from './log-sizes.ts';
import type { ByteSource } from './read-lines.ts';

/** A source of the bytes of a log. */
export interface LogSource {
  /** Name of the log in messages. */
  readonly name: string;
  /** Whether the source has the newest file of a log. Absent: yes. An archive has only older files. */
  readonly hasNewest?: boolean;
  /** Returns the files of the log, oldest first, measured between two writes; an empty list if there is no such log. */
  files(): Promise<readonly SizedFile[]>;
  open(file: SizedFile): Promise<ByteSource & { close(): Promise<void> }>;
}
