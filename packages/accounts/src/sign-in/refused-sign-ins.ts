import type { AccountServices, SignInRefusedFields } from '@agent-safe/core';
import { toText } from '../shared/refuse.ts';

const MINUTE = 60_000;
/** Refused sign-ins in a minute that have an event of their own. */
const MOST_RECORDED = 5;

/** Records refused sign-ins: the first few in a minute with an event each, and the others as a count. A flood does not fill the log. */
export class RefusedSignIns {
  readonly #services: Pick<AccountServices, 'clock' | 'record'>;
  #since = 0;
  #recorded = 0;
  #count = 0;

  constructor(services: Pick<AccountServices, 'clock' | 'record'>) {
    this.#services = services;
  }

  /** @throws AgentSafeError ERR_AUDIT_UNAVAILABLE */
  async add(fields: SignInRefusedFields): Promise<void> {
    const now = this.#services.clock();
    if (now >= this.#since + MINUTE || now < this.#since) await this.summarize();
    if (this.#recorded >= MOST_RECORDED) {
      this.#count += 1;
      return;
    }
    if (this.#recorded === 0) this.#since = now;
    this.#recorded += 1;
    await this.#services.record?.([{ event_type: 'sign_in', fields }]);
  }

  /** Records the count of a minute that has ended. @param isLast also of the running minute, because the process ends */
  async summarize(isLast = false): Promise<void> {
    const now = this.#services.clock();
    if (!isLast && now >= this.#since && now < this.#since + MINUTE) return;
    const [count, recorded, since] = [this.#count, this.#recorded, this.#since];
    [this.#count, this.#recorded] = [0, 0];
    if (count === 0) return;
    const until = toText(Math.max(since, Math.min(now, since + MINUTE)));
    const fields = { count, recorded, since: toText(since), until };
    await this.#services.record?.([{ event_type: 'sign_ins_refused', fields }]);
  }
}
