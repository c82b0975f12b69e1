/** A notice that a notifier still has to send. */
export interface DueNotice {
  readonly request_id: string;
  /** How often sending it was tried. */
  readonly tries: number;
}

/**
 * Which notifiers still have to be told about which requests, for all processes that share it. A process that ends leaves its
 * unsent notices to the others. It stores no text of a notice, and need not survive a loss of power. All times are milliseconds
 * since 1970, UTC.
 */
export interface NoticeStore {
  /**
   * Adds a notice about a request for each notifier. A notice that is there already stays as it is.
   *
   * @param due when the notice may be sent
   * @param ends when the request is over: from then on the notice is not sent, and may be deleted
   */
  add(requestId: string, notifiers: readonly string[], due: number, ends: number): Promise<void>;
  /**
   * Takes the notice of a notifier that is due first: of several callers that race, one gets it. It is due again when the lease
   * ends.
   *
   * @param lease milliseconds from now
   * @returns undefined if no notice is due
   */
  take(notifier: string, now: number, lease: number): Promise<DueNotice | undefined>;
  /** Deletes a notice that need not be sent any more. */
  done(requestId: string, notifier: string): Promise<void>;
  /** Gives back a notice that was taken and could not be sent, unless it was deleted. */
  retry(requestId: string, notifier: string, tries: number, due: number): Promise<void>;
}
