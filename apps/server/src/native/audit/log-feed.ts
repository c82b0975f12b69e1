import { type AuditReader, LocalChangeFeed } from '@agent-safe/core';

/** Tells all streams of a log when it grows: one reader follows the log, as long as a stream waits. */
export class LogFeed {
  readonly #log: Pick<AuditReader, 'follow'>;
  readonly #feed = new LocalChangeFeed();
  #waiting = 0;
  #following: AbortController | undefined;

  constructor(log: Pick<AuditReader, 'follow'>) {
    this.#log = log;
  }

  /** Registers a waiter. The feed follows the log until the last one leaves. @returns a function that leaves */
  join(): () => void {
    this.#waiting += 1;
    if (this.#following === undefined) this.#follow();
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#waiting -= 1;
      if (this.#waiting > 0) return;
      this.#following?.abort();
      this.#following = undefined;
    };
  }

  /** Waits until the log grows, the time has passed or the signal is aborted. It may also end early. */
  wait(signal: AbortSignal, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        end();
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const end = this.#feed.subscribe(done);
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    });
  }

  #follow(): void {
    const following = new AbortController();
    this.#following = following;
    const run = async () => {
      for await (const _ of this.#log.follow(following.signal)) this.#feed.tell();
    };
    run()
      // The log was replaced, for example. The next stream follows the log again. Streams that wait look again by themselves.
      .catch(() => undefined)
      .finally(() => {
        if (this.#following === following) this.#following = undefined;
        this.#feed.tell();
      });
  }
}
