/** The end of the log was torn by a crash. The bytes stay, and this event accounts for them. */
export interface LogSealedFields {
  readonly torn: {
    /** Bytes from the start of the log, its closed files included, to the torn bytes. */
    readonly offset: number;
    /** Bytes. */
    readonly length: number;
    /** SHA-256 of the torn bytes, lowercase hexadecimal. */
    readonly sha256: string;
  };
}

/** A signed statement of all events before this one. */
export interface CheckpointFields {
  /** Events that it covers. */
  readonly size: number;
  /** The root of the Merkle tree over their entry hashes, base64. */
  readonly root: string;
  /** The signed note. */
  readonly note: string;
}
