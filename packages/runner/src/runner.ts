import { nearest } from '@agent-safe/core';
import { executeRun } from './execute-run.ts';
import {
  isTimeout,
  LONGEST_TIMEOUT,
  misconfigured,
  type RunnerOptions,
  readOptions,
  type Services,
} from './options.ts';
import { Run } from './run.ts';
import type { RunOptions, RunResult } from './run-result.ts';

const RUN_OPTIONS: readonly string[] = [
  'correlationId',
  'executor',
  'expected',
  'params',
  'progress',
  'signal',
  'timeout',
] satisfies (keyof RunOptions)[];

/**
 * Does what a ticket permits: exactly that, once, and leaves proof of it. It trusts nothing but the ticket's signature, and
 * decides nothing.
 *
 * @example
 * const runner = new Runner({ tickets: { keys, nonces }, actions, executors: [new DryRunExecutor()], audit });
 * const result = await runner.run(token, { executor: 'dry-run' });
 */
export class Runner {
  readonly #services: Services;

  /** @throws AgentSafeError ERR_CONFIG_INVALID, ERR_KEYS_INVALID */
  constructor(options: RunnerOptions) {
    this.#services = readOptions(options);
  }

  /**
   * Runs a ticket. What is refused is a value, and in the log; what ran is one too, however it ended.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where the options are not understood: then the ticket is not used up
   */
  async run(token: string, options: RunOptions): Promise<RunResult> {
    refuseWrongOptions(options);
    return executeRun(new Run(this.#services, token, options));
  }
}

function refuseWrongOptions(options: RunOptions): void {
  const unknown = Object.keys(options).find((key) => !RUN_OPTIONS.includes(key));
  if (unknown !== undefined) {
    throw misconfigured(`A run has no option "${unknown}". Did you mean "${nearest(unknown, RUN_OPTIONS) ?? ''}"?`);
  }
  if (options.timeout !== undefined && !isTimeout(options.timeout)) {
    throw misconfigured(`"timeout" must be from 1 to ${LONGEST_TIMEOUT} seconds.`);
  }
}
