import { defineCommand, UsageError } from '../../command.ts';
import { readParams } from '../../params.ts';
import { runJson } from '../../run-json.ts';
import { printRefusal, printReport, runExitCode } from '../../run-text.ts';
import {
  CLEAR_PARAMS_OPTIONS,
  EXECUTING_OPTIONS,
  OVERWRITE_OPTIONS,
  RUNNER_OPTIONS,
  readTicket,
  readTimeout,
  tellProgress,
  withRunner,
} from '../../runner-options.ts';
import { printJson } from '../../style.ts';
import { untilSignal } from '../../until-signal.ts';

export const command = defineCommand({
  name: 'runner execute',
  summary: 'Do what a ticket permits: exactly that, once, with proof of before and after',
  positionals: '<ticket>',
  arity: [1, 1],
  options: { ...EXECUTING_OPTIONS, ...CLEAR_PARAMS_OPTIONS, ...OVERWRITE_OPTIONS, ...RUNNER_OPTIONS },
  examples: [
    'agent-safe runner execute "$TICKET" --executor subprocess',
    'agent-safe runner execute "$TICKET" --executor subprocess --kubeconfig dev.conf --context dev --timeout 60',
  ],
  run: ({ cwd, output, positionals: [ticket], values }) =>
    untilSignal(async (signal) => {
      const { executor } = values;
      if (executor === undefined) {
        throw new UsageError(
          'Say what carries it out: --executor subprocess, or --executor dry-run, which does nothing.',
        );
      }
      const options = {
        executor,
        params: readParams(values.params, cwd),
        timeout: readTimeout(values.timeout),
        overwrite: values.overwrite === true,
        progress: tellProgress(output),
        signal,
      };
      const token = readTicket(ticket, cwd);
      const result = await withRunner(values, cwd, output, (runner) => runner.execute(token, options));
      if (values.json) printJson(output, runJson(result));
      else if (result.ok) printReport(output, result);
      else printRefusal(output, result);
      return runExitCode(result);
    }),
});
