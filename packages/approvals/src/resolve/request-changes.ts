import type { ApprovalEntry, ApprovalRequest } from '@agent-safe/core';
import { addResolution, isOver } from '../request/entry.ts';
import { type ApprovalRefusal, type ApprovalResult, refuse } from '../request/refusal.ts';
import { expiry, type Step } from '../request/transitions.ts';
import type { ApprovalLedger, Reading } from './ledger.ts';

/** The current request. */
export interface CurrentRequest {
  readonly result: ApprovalResult;
  /** Whether the audit log has its latest version. */
  readonly isRecorded: boolean;
}

/** Attempts of one change while other processes change the same request. */
const MOST_TRIES = 100;

/** The next step of a request, or a refusal. */
export type Change = ApprovalRefusal | { readonly ok: true; readonly step: Step; readonly claimedBy?: string };

/** Reads and changes requests. A change is tried again while other processes change the same request. */
export class RequestChanges {
  readonly #ledger: ApprovalLedger;
  readonly #clock: () => number;
  readonly #tell: () => void;

  /** @param tell called after each change */
  constructor(ledger: ApprovalLedger, clock: () => number, tell: () => void) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#tell = tell;
  }

  async read(requestId: string): Promise<CurrentRequest> {
    return this.expireIfOver(await this.#ledger.read(requestId));
  }

  /** Expires a request after its `expires_at`. */
  async expireIfOver(reading: Reading | ApprovalRefusal): Promise<CurrentRequest> {
    if (!reading.ok) return { result: reading, isRecorded: true };
    const { isRecorded, request } = reading;
    const now = this.#clock();
    if (!isOver(request, now)) return { result: { ok: true, request }, isRecorded };
    // The request is expired even if this cannot be recorded. The fastest process records it.
    const expired = { ...request, status: 'expired' } as const;
    if (!isRecorded) return { result: { ok: true, request: expired }, isRecorded };
    const changed = await this.#ledger.change(reading, addResolution(reading.entry, expiry(request, now)));
    if (changed?.ok !== true) return { result: { ok: true, request: expired }, isRecorded };
    this.#tell();
    return { result: changed, isRecorded };
  }

  /** @param decide returns the next step of the current request; called again if another process was faster */
  async change(
    requestId: string,
    decide: (request: ApprovalRequest, entry: ApprovalEntry, now: number) => Change,
  ): Promise<ApprovalResult> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const reading = await this.#ledger.readRecorded(requestId);
      if (!reading.ok) return reading;
      const { entry, request } = reading;
      const now = this.#clock();
      if (isOver(request, now)) {
        const { result } = await this.read(requestId);
        // Another process may have resolved the request meanwhile.
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
    return refuse(
      'state_unavailable',
      `The request could not be changed: other processes changed it ${MOST_TRIES} times meanwhile. Try again.`,
    );
  }
}
