/** A notice that a notifier still has to send. */
export interface DueNotice {
  readonly request_id: string;
  /** Number of attempts to send it. */
  readonly tries: number;
}

/**
 * Queues notices about requests, for all processes that share it. Other processes send the notices of a process that
 * ends. The store holds no text of a notice, and need not survive a power failure. All times are milliseconds since
 * 1970, UTC.
 */
export interface NoticeStore {
  /**
   * Adds a notice about a request for each notifier. Existing notices are not changed.
   *
   * @param due earliest time to send the notice
   * @param ends end of the request; from then on, the notice is not sent and may be deleted
   */
  add(requestId: string, notifiers: readonly string[], due: number, ends: number): Promise<void>;
  /**
   * Leases the earliest due notice of a notifier: if several callers race, one gets it. The notice is due again when
   * the lease ends.
   *
   * @param lease milliseconds from now
   * @returns undefined if no notice is due
   */
  take(notifier: string, now: number, lease: number): Promise<DueNotice | undefined>;
  /** Deletes a notice. */
  done(requestId: string, notifier: string): Promise<void>;
  /** Returns a leased notice that could not be sent, unless it was deleted. */
  retry(requestId: string, notifier: string, tries: number, due: number): Promise<void>;
}
