import type { ApprovalEntry, ApprovalRequest } from '@agent-safe/core';
import { addResolution, isOver } from '../request/entry.ts';
import { type ApprovalRefusal, type ApprovalResult, refuse } from '../request/refusal.ts';
import { expiry, type Step } from '../request/transitions.ts';
import type { ApprovalLedger, Reading } from './ledger.ts';

/** What somebody sees who looks at a request. */
export interface Sight {
  readonly result: ApprovalResult;
  /** Whether the log knows of all of it. */
  readonly isSettled: boolean;
}

/** So often somebody else may be faster. */
const MOST_TRIES = 100;

/** What is to happen to a request, or why it is not. */
export type Change = ApprovalRefusal | { readonly ok: true; readonly step: Step; readonly claimedBy?: string };

/** Looks at requests and changes them, over and over where others do so at the same time. What is over expires on the way. */
export class RequestChanges {
  readonly #ledger: ApprovalLedger;
  readonly #clock: () => number;
  readonly #tell: () => void;

  /** @param tell is called whenever something has changed */
  constructor(ledger: ApprovalLedger, clock: () => number, tell: () => void) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#tell = tell;
  }

  async look(requestId: string): Promise<Sight> {
    return this.see(await this.#ledger.read(requestId));
  }

  /** A request of which the time is over is expired, whoever looks. */
  async see(reading: Reading | ApprovalRefusal): Promise<Sight> {
    if (!reading.ok) return { result: reading, isSettled: true };
    const { isSettled, request } = reading;
    const now = this.#clock();
    if (!isOver(request, now)) return { result: { ok: true, request }, isSettled };
    // It is over whether this can be recorded or not, and whoever is faster records it.
    const expired = { ...request, status: 'expired' } as const;
    if (!isSettled) return { result: { ok: true, request: expired }, isSettled };
    const changed = await this.#ledger.change(reading, addResolution(reading.entry, expiry(request, now)));
    if (changed?.ok !== true) return { result: { ok: true, request: expired }, isSettled };
    this.#tell();
    return { result: changed, isSettled };
  }

  /** @param decide what happens to the request as it is; asked again where somebody else was faster */
  async change(
    requestId: string,
    decide: (request: ApprovalRequest, entry: ApprovalEntry, now: number) => Change,
  ): Promise<ApprovalResult> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const reading = await this.#ledger.settle(requestId);
      if (!reading.ok) return reading;
      const { entry, request } = reading;
      const now = this.#clock();
      if (isOver(request, now)) {
        const { result } = await this.look(requestId);
        // Somebody may have been faster with something else.
        if (!result.ok) return result;
        const decided = decide(result.request, entry, now);
        if (!decided.ok) return decided;
        continue;
      }
      const decided = decide(request, entry, now);
      if (!decided.ok) return decided;
      const changed = await this.#ledger.change(reading, addResolution(entry, decided.step, decided.claimedBy));
      if (changed === undefined) continue;
      if (changed.ok) this.#tell();
      return changed;
    }
    return refuse('state_unavailable', 'Too many others change the request at the same time.');
  }
}
