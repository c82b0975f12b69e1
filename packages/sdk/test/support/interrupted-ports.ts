import type { AuditStore } from '@agent-safe/audit';
import type { Stores } from '@agent-safe/core';

/** The error of every call after the process ended. It never reaches a caller of a real process. */
class Killed extends Error {}

/**
 * Ports of a process that is killed after a number of calls: the call takes effect and its answer is lost, or it does not take
 * effect. No later call takes effect.
 */
export class InterruptedPorts {
  #calls: number;
  readonly #takesEffect: boolean;

  constructor(calls: number, takesEffect: boolean) {
    this.#calls = calls;
    this.#takesEffect = takesEffect;
  }

  get isDead(): boolean {
    return this.#calls <= 0;
  }

  stores(stores: Stores): Stores {
    const parts = Object.entries(stores).map(([name, part]) => {
      return [name, typeof part === 'object' && name !== 'changes' ? this.#wrap(part as object) : part];
    });
    return Object.fromEntries(parts) as Stores;
  }

  log(log: AuditStore): AuditStore {
    return this.#wrap<AuditStore>(log, ['append']);
  }

  /** @param only names of the methods that can be interrupted. Default: all */
  #wrap<Part extends object>(part: Part, only?: readonly string[]): Part {
    return new Proxy(part, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name, target);
        if (typeof found !== 'function') return found;
        const call = found.bind(target) as (...given: unknown[]) => unknown;
        return only === undefined || only.includes(String(name))
          ? (...given: unknown[]) => this.#call(call, given)
          : call;
      },
    });
  }

  async #call(call: (...given: unknown[]) => unknown, given: readonly unknown[]): Promise<unknown> {
    if (this.isDead) throw new Killed();
    this.#calls -= 1;
    if (!this.isDead) return call(...given);
    if (this.#takesEffect) await call(...given);
    throw new Killed();
  }
}
