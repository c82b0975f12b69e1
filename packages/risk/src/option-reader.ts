import { AgentSafeError, closestTypo, quote } from '@agent-safe/core';

/** A year. What counts for longer is no limit any more. */
const LONGEST_SECONDS = 31_536_000;
const SHORTEST_SECONDS = 0.001;

/**
 * Reads an option of a program, which no schema has seen: it has these keys and no others, and what is undefined is left
 * out.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID
 */
export class OptionReader {
  readonly #name: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(name: string, value: unknown, known: readonly string[]) {
    this.#name = name;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse(name, 'must be an object');
    this.#values = { ...value };
    const unknown = Object.keys(this.#values).find((key) => !known.includes(key));
    if (unknown === undefined) return;
    const meant = closestTypo(unknown, known);
    const hint = meant === undefined ? `It may have ${known.join(', ')}.` : `Did you mean ${quote(meant)}?`;
    throw new AgentSafeError('ERR_CONFIG_INVALID', `The option ${name} has no ${quote(unknown)}. ${hint}`);
  }

  integer(key: string, least: number, standard: number): number {
    const value = this.#values[key] ?? standard;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
    throw refuse(`${this.#name}.${key}`, `must be an integer, at least ${least}`);
  }

  seconds(key: string, standard: number): number {
    const value = this.#values[key] ?? standard;
    if (typeof value === 'number' && value >= SHORTEST_SECONDS && value <= LONGEST_SECONDS) return value;
    throw refuse(`${this.#name}.${key}`, `must be a number of seconds, from ${SHORTEST_SECONDS} to ${LONGEST_SECONDS}`);
  }

  value(key: string): unknown {
    return this.#values[key];
  }
}

/** @param option its path, such as `rateLimit.max_requests` */
export function refuse(option: string, why: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', `The option ${option} ${why}.`);
}
