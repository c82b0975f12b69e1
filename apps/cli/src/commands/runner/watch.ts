import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import type { ProjectRunner, RunOptions } from '@agent-safe/sdk/runner';
import { defineCommand, type Options, readCount, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { untilSecondSignal } from '../../command/until-second-signal.ts';
import { EXECUTING_OPTIONS, RUNNER_OPTIONS, readTimeout, withRunner } from '../../options/runner-options.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { runJson } from '../../render/run-json.ts';
import { WatchLog } from '../../render/watch-log.ts';
import { every, watchFolder } from '../../ticket-folder/change-feeds.ts';
import { TicketFolder } from '../../ticket-folder/ticket-folder.ts';
import { TicketWatch } from '../../ticket-folder/ticket-watch.ts';

/** Milliseconds between two looks at the folder, if no change is reported. */
const POLL = 10_000;
const MOST_AT_ONCE = 16;
const EXECUTORS: readonly string[] = EXECUTING_OPTIONS.executor.choices;
/** Milliseconds within which a ticket can have run: it is valid for a day at most, and its run lasts a day at most. */
const LOOKBACK = 2 * 86_400_000;

const OPTIONS = {
  ...EXECUTING_OPTIONS,
  concurrency: {
    type: 'string',
    value: 'N',
    summary: `Executions at the same time, from 1 to ${MOST_AT_ONCE}`,
    default: '1',
  },
  'ready-file': { type: 'string', value: 'FILE', summary: 'File that exists while the command accepts tickets' },
  ...RUNNER_OPTIONS,
} as const satisfies Options;

export const command = defineCommand({
  name: 'runner watch',
  summary: 'Execute each ticket that appears in a folder, and write its result beside it, until Ctrl-C',
  positionals: '<folder>',
  arity: [1, 1],
  options: OPTIONS,
  examples: [
    'agent-safe runner watch tickets/ --executor k8s',
    'agent-safe runner watch tickets/ --executor k8s --concurrency 4 --timeout 60 --json',
  ],
  run: ({ clock, cwd, output, positionals: [given = ''], values }) =>
    untilSecondSignal(async (stop, abort) => {
      const executor = values.executor ?? '';
      if (!EXECUTORS.includes(executor)) {
        throw new UsageError(`The executor is missing or unknown. Give --executor ${EXECUTORS.join(', ')}.`);
      }
      const concurrency = readConcurrency(values.concurrency);
      const options = { executor, timeout: readTimeout(values.timeout), signal: abort };
      const folder = new TicketFolder(resolve(cwd, given), given);
      const ready = new ReadyFile(values['ready-file'] === undefined ? undefined : resolve(cwd, values['ready-file']));
      const log = new WatchLog(output, values.json === true, clock);
      const watch = async (runner: ProjectRunner) => {
        await new TicketWatch({
          folder,
          concurrency,
          feeds: [watchFolder(folder.path), every(POLL)],
          clock,
          execute: (ticket, file) =>
            execute(runner, ticket, clock, { ...options, progress: (message) => log.progress(file, message) }),
          upkeep: () => reconcile(runner, log, stop),
          tell: (event) => log.tell(event),
          onLook: () => ready.create(),
        }).run(stop);
      };
      stop.addEventListener('abort', () => {
        ready.remove();
        log.stopping();
      });
      ready.remove();
      try {
        log.watching(given);
        await withRunner({ clock, cwd, output, values }, watch, true);
      } finally {
        ready.remove();
      }
      log.stopped();
      return EXIT.allow;
    }),
});

/**
 * Executes a ticket. A ticket that was used before a crash does not run again, and may have expired since. Its answer then has the
 * outcome of that run.
 */
async function execute(
  runner: ProjectRunner,
  ticket: string,
  clock: () => number,
  options: RunOptions,
): Promise<object | undefined> {
  const answer = explainNotToken(await runner.execute(ticket, options), 'The ticket file', ticket, 'ticket');
  if (answer.ok || answer.audit_id === null) return runJson(answer);
  const earlier = await runner.findRun(answer.audit_id, clock() - LOOKBACK);
  if (earlier === undefined) return runJson(answer);
  return earlier.outcome === null ? undefined : { ...runJson(answer), earlier_run: earlier };
}

async function reconcile(runner: ProjectRunner, log: WatchLog, stop: AbortSignal): Promise<void> {
  log.reconciled(await runner.reconcile());
  if (runner.canSweep && !stop.aborted) log.swept(await runner.sweepCredentials(stop));
}

/** @throws UsageError */
function readConcurrency(given: string | undefined): number {
  const count = readCount(given, '--concurrency') ?? 1;
  if (count >= 1 && count <= MOST_AT_ONCE) return count;
  throw new UsageError(`--concurrency is out of range. Give a number from 1 to ${MOST_AT_ONCE}.`);
}

/** A file that exists while tickets are accepted, for the readiness probe of a pod. */
class ReadyFile {
  readonly #path: string | undefined;
  #exists = false;

  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** @throws AgentSafeError ERR_CONFIG_INVALID */
  create(): void {
    if (this.#path === undefined || this.#exists) return;
    try {
      writeFileSync(this.#path, '');
    } catch (error) {
      const summary = `The ready file ${this.#path} cannot be written: ${describeCause(error)}. Give another path.`;
      throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
    }
    this.#exists = true;
  }

  remove(): void {
    if (this.#path !== undefined) rmSync(this.#path, { force: true });
    this.#exists = false;
  }
}
