/** Something that is still to be said to somebody. */
export interface DueNotice {
  readonly request_id: string;
  /** How often it was tried. */
  readonly tries: number;
}

/**
 * Which notifiers are still to be told of which requests, for all processes that share it: one that ends leaves to the others what
 * it has not sent. It holds no notice, and need not survive a loss of power. All times are milliseconds since 1970, UTC.
 */
export interface NoticeStore {
  /**
   * Keeps that notifiers are to be told of a request. What is kept already stays as it is.
   *
   * @param due from when on
   * @param ends when the request is over: from then on nobody is told of it, and it may be forgotten
   */
  add(requestId: string, notifiers: readonly string[], due: number, ends: number): Promise<void>;
  /**
   * The notice for a notifier that is due first, for whoever takes it alone: of any number of racers one has it, and it is due again
   * for others when the lease ends.
   *
   * @param lease milliseconds from now
   * @returns undefined where none is due
   */
  take(notifier: string, now: number, lease: number): Promise<DueNotice | undefined>;
  /** Forgets what need not be said any more. */
  done(requestId: string, notifier: string): Promise<void>;
  /** Gives back what was taken and could not be said, unless it was forgotten. */
  retry(requestId: string, notifier: string, tries: number, due: number): Promise<void>;
}
