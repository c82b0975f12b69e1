/** A match that may stay. */
export interface AllowedMatch {
  readonly file: string;
  /** The matched words, with enough around them to be found once. */
  readonly text: string;
  readonly reason: string;
}

/** The few matches that may stay. An entry that matches no text fails the check. */
export const allowedMatches: readonly AllowedMatch[] = [];
