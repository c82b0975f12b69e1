/** A crash tore the end of the log. The torn bytes stay in the file, and this event records their place and hash. */
export interface LogSealedFields {
  readonly torn: {
    /** Bytes from the start of the log to the torn bytes. Closed files count. */
    readonly offset: number;
    /** Bytes. */
    readonly length: number;
    /** SHA-256 of the torn bytes, lowercase hexadecimal. */
    readonly sha256: string;
  };
}

/** An operator archived the files of a log, and this event begins a new one. */
export interface LogRestartedFields {
  readonly reason: string;
  /** The name of the folder beside the log with the files of the old log. */
  readonly archive: string;
  /** The verdict about the old log. */
  readonly verdict: 'ok' | 'ok, anchored locally' | 'ok, unanchored' | 'tampered' | 'torn' | 'unreadable';
  /** The number of events of the old log that are in one chain. */
  readonly events: number;
  /** The `entry_hash` of the last of these events. */
  readonly entry_hash_before: string;
}

/** An operator archived the oldest events of the log. The log continues after them. */
export interface LogArchivedFields {
  /** The number of the last archived event. */
  readonly until: number;
  /** The `entry_hash` of that event. */
  readonly entry_hash_until: string;
  /** The folder of the archive: absolute, or relative to the folder of the log. */
  readonly archive: string;
  /** The number of archived files. */
  readonly files: number;
  /** SHA-256 of the signed archive statement, lowercase hexadecimal. */
  readonly statement: string;
}

/** A signed checkpoint of all events before this one. */
export interface CheckpointFields {
  /** The number of events that the checkpoint covers. */
  readonly size: number;
  /** The root of the Merkle tree over the entry hashes, base64. */
  readonly root: string;
  /** The signed note. */
  readonly note: string;
}
