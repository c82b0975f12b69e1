import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AgentSafe } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import type { AppendFailure } from '../metrics/count-events.ts';

/** Milliseconds for which an answer is used again. */
const FRESH = 1_000;
/** Milliseconds after which a check counts as failed. */
const SLOWEST = 2_000;
/** Milliseconds for which a write that failed counts, if no later write succeeded. */
const REMEMBERED = 10_000;
/** Bytes that must be free on the disks of the log and the state. */
const LEAST_FREE = 1_048_576;

/** Why requests would be denied. */
export interface NotReady {
  readonly code: 'audit_unavailable' | 'state_unavailable' | 'stopping';
  /** For the log of the server. It may name files. */
  readonly reason: string;
}

export interface ReadinessParts {
  readonly safe: () => AgentSafe;
  /** Files of the log and the state, whose disks need free space. */
  readonly files: readonly string[];
  readonly appendFailure: () => AppendFailure | undefined;
  readonly clock: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
}

/** Tells whether requests would be denied because a decision cannot be recorded or the state cannot be read. */
export class Readiness {
  readonly #parts: ReadinessParts;
  #last: { readonly at: number; readonly answer: Promise<NotReady | undefined> } | undefined;
  #isStopping = false;

  constructor(parts: ReadinessParts) {
    this.#parts = parts;
  }

  /** From now on, the server is not ready, so that no new requests come. */
  stop(): void {
    this.#isStopping = true;
  }

  /** @returns undefined if the server is ready. The answer is up to a second old. */
  async check(): Promise<NotReady | undefined> {
    if (this.#isStopping) return { code: 'stopping', reason: 'The server is stopping.' };
    const now = this.#parts.elapsed();
    if (this.#last === undefined || now - this.#last.at >= FRESH) this.#last = { at: now, answer: this.#find() };
    return this.#last.answer;
  }

  async #find(): Promise<NotReady | undefined> {
    const { recorder, revocations } = servicesOf(this.#parts.safe());
    // A write without events takes the lock of the log and checks its end.
    const log = () => Promise.all([recorder?.log.append([]), this.#checkSpace()]);
    // This compares the state with the log, and reads the state.
    const state = () => revocations.isRevoked({ issuedAt: this.#parts.clock(), agents: ['readiness'], tokens: [] });
    return (
      (await tryWithin(log, 'audit_unavailable')) ??
      (await tryWithin(state, 'state_unavailable')) ??
      this.#describeFailure()
    );
  }

  async #checkSpace(): Promise<void> {
    for (const file of this.#parts.files) {
      const { bavail, bsize } = await statfs(dirname(file));
      if (bavail * bsize < LEAST_FREE) throw new Error(`The disk is full: ${dirname(file)}. Free space.`);
    }
  }

  #describeFailure(): NotReady | undefined {
    const failure = this.#parts.appendFailure();
    if (failure === undefined || this.#parts.clock() - failure.at > REMEMBERED) return undefined;
    return { code: 'audit_unavailable', reason: failure.reason };
  }
}

async function tryWithin(check: () => Promise<unknown>, code: NotReady['code']): Promise<NotReady | undefined> {
  const { promise, resolve } = Promise.withResolvers<NotReady>();
  const timer = setTimeout(resolve, SLOWEST, { code, reason: `There was no answer within ${SLOWEST} ms.` });
  try {
    const done = check().then(
      () => undefined,
      (error: unknown) => ({ code, reason: error instanceof Error ? error.message : String(error) }),
    );
    return await Promise.race([done, promise]);
  } finally {
    clearTimeout(timer);
  }
}
