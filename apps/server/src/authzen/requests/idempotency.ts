import { sha256 } from '@agent-safe/core';
import type { Reply } from '../../http/reply.ts';

const KEPT = 86_400_000;
const MOST_KEYS = 10_000;

interface Kept {
  readonly digest: string;
  readonly until: number;
  readonly reply: Promise<Reply>;
}

/**
 * The submissions of a day by idempotency key. They are in memory only: after a restart, a repeated submission finds the same
 * request anyway, while it is pending or approved.
 */
export class IdempotencyKeys {
  readonly #kept = new Map<string, Kept>();

  /**
   * Answers a submission, or repeats the answer to the same submission.
   *
   * @param key of the client and the party
   * @param body equal for equal submissions. Only its digest is kept, because bodies may be large
   * @returns undefined if the key belongs to another submission
   */
  once(key: string, body: string, now: number, submit: () => Promise<Reply>): Promise<Reply> | undefined {
    const digest = sha256(body);
    const known = this.#kept.get(key);
    if (known !== undefined && known.until > now) return known.digest === digest ? known.reply : undefined;
    const reply = submit();
    this.#kept.delete(key);
    this.#kept.set(key, { digest, reply, until: now + KEPT });
    this.#forget(now);
    const dropFailed = (result?: Reply) => {
      if (result?.status !== 201 && this.#kept.get(key)?.reply === reply) this.#kept.delete(key);
    };
    reply.then(dropFailed, () => dropFailed());
    return reply;
  }

  /** Keys are in the order of their submissions. */
  #forget(now: number): void {
    for (const [key, { until }] of this.#kept) {
      if (until > now && this.#kept.size <= MOST_KEYS) return;
      this.#kept.delete(key);
    }
  }
}
