import type { ApprovalRequest, ApprovalUnanswered, ClientWaitOptions, Refused } from '@agent-safe/core';
import { ServerError } from './server-error.ts';
import * as shapes from './shapes.ts';
import { isTemporary, pause, type Transport } from './transport.ts';
import type { ApprovalFilter, ApprovalList, ApprovalOutcome } from './types.ts';

/** Seconds of one request that waits. Proxies often end a request after 60 seconds. */
const LONG_POLL = 25;
/** Failed requests in a row after which a wait ends. */
const MOST_FAILURES = 10;

/** Approval requests. Agents see their own. Answers need the identity token of an approver. */
export class Approvals {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists requests, the oldest first; the pending ones by default. @throws ServerError */
  async list(filter: ApprovalFilter = {}): Promise<ApprovalList> {
    const { approvals, refused } = await this.#transport.call<
      { readonly approvals: readonly ApprovalRequest[] } & Pick<ApprovalList, 'refused'>
    >({ method: 'GET', path: '/api/v1/approvals', query: filter, isIdempotent: true }, shapes.approvals);
    return { requests: approvals, refused };
  }

  get(id: string): Promise<ApprovalOutcome> {
    return this.#outcome(this.#get(id, '', {}));
  }

  approve(id: string, reason: string): Promise<ApprovalOutcome> {
    return this.#answer(id, 'approve', reason);
  }

  deny(id: string, reason: string): Promise<ApprovalOutcome> {
    return this.#answer(id, 'deny', reason);
  }

  /** Withdraws the own approval. */
  withdraw(id: string, reason: string): Promise<ApprovalOutcome> {
    return this.#answer(id, 'withdraw', reason);
  }

  /** Lifts a denial. */
  reopen(id: string, reason: string): Promise<ApprovalOutcome> {
    return this.#answer(id, 'reopen', reason);
  }

  /** Cancels an own request. */
  cancel(id: string, reason: string): Promise<ApprovalOutcome> {
    return this.#answer(id, 'cancel', reason);
  }

  /**
   * Waits until a request is no longer pending, or until the timeout (`wait_timeout`). It continues after lost connections.
   *
   * @throws the reason of the signal if it is aborted
   */
  async wait(
    id: string,
    { signal, timeout = Number.POSITIVE_INFINITY }: ClientWaitOptions = {},
  ): Promise<{ readonly ok: true; readonly request: ApprovalRequest } | ApprovalUnanswered> {
    const { retryDelay } = this.#transport.options;
    const end = Date.now() + timeout;
    let request: ApprovalRequest | undefined;
    for (let failures = 0; ; ) {
      const left = end - Date.now();
      const seconds = Math.max(0, Math.min(LONG_POLL, Math.ceil(left / 1_000)));
      const began = Date.now();
      const query = { timeout: seconds };
      try {
        request = await this.#get(id, '/wait', { query, signal, timeout: (seconds + LONG_POLL) * 1_000 });
        failures = 0;
      } catch (error) {
        signal?.throwIfAborted();
        failures += 1;
        if (!isTemporary(error) || failures > MOST_FAILURES) return toRefusal(error);
      }
      if (request !== undefined && request.status !== 'pending') return { ok: true, request };
      if (Date.now() >= end) return { ok: false, ...TIMED_OUT, ...(request === undefined ? {} : { request }) };
      // A server that closes answers at once.
      if (Date.now() - began < 1_000)
        await pause(Math.min(retryDelay * 2 ** Math.min(failures, 5), Math.max(0, end - Date.now())), signal);
    }
  }

  #get(id: string, suffix: string, more: object): Promise<ApprovalRequest> {
    const call = { method: 'GET', path: `/api/v1/approvals/${encodeURIComponent(id)}${suffix}`, ...more } as const;
    return this.#transport.call(suffix === '' ? { ...call, isIdempotent: true } : call, shapes.approval);
  }

  #answer(id: string, verb: string, reason: string): Promise<ApprovalOutcome> {
    const path = `/api/v1/approvals/${encodeURIComponent(id)}/${verb}`;
    return this.#outcome(this.#transport.call({ method: 'POST', path, body: { reason } }, shapes.approval));
  }

  async #outcome(call: Promise<ApprovalRequest>): Promise<ApprovalOutcome> {
    try {
      return { ok: true, request: await call };
    } catch (error) {
      return toRefusal(error);
    }
  }
}

const TIMED_OUT = { code: 'wait_timeout', reason: 'No approver answered in time. Wait again.' };

/** @throws everything except a ServerError */
export function toRefusal(error: unknown): Refused {
  if (!(error instanceof ServerError)) throw error;
  return { ok: false, code: error.code, reason: error.reason };
}
