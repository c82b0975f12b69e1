/** The place of one event in the files of an audit log. */
export interface LogPlace {
  /** Number of the first event of the file that contains the event. */
  readonly file_seq: number;
  /** Offset of the line in that file, in bytes. */
  readonly offset: number;
  /** Length of the line with its line end, in bytes. */
  readonly length: number;
}

/** A checkpoint of an audit log, and what a writer needs to compare it with the log: the last event that it covers. */
export interface LogCheckpoint extends LogPlace {
  /** Number of events that the checkpoint covers. */
  readonly size: number;
  /** The `entry_hash` of the last of these events. */
  readonly entry_hash: string;
  /** The signed note of the checkpoint; null in a project without keys for checkpoints. */
  readonly note: string | null;
  /** Inclusion proof of the last event in the tree of the note, base64. Empty without a note. */
  readonly proof: readonly string[];
}

/** The last checkpoint of each audit log. It shows that a log was replaced or truncated, also if all files beside the log were, too. */
export interface LogCheckpoints {
  /** Returns the largest checkpoint of a log. @param log path of its newest file */
  get(log: string): Promise<LogCheckpoint | undefined>;
  /** Stores a checkpoint, unless a larger one of the log is stored. */
  put(log: string, checkpoint: LogCheckpoint): Promise<void>;
  /** Deletes the checkpoint of a log that was archived. */
  remove(log: string): Promise<void>;
}
