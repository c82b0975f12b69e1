import { defineCommand } from '../../command.ts';
import { readParams } from '../../params.ts';
import { dryRunJson } from '../../run-json.ts';
import { dryRunExitCode, printDryRun, printRefusal } from '../../run-text.ts';
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
  name: 'runner dry-run',
  summary: 'Show what a ticket would do, and use up nothing',
  positionals: '<ticket>',
  arity: [1, 1],
  options: { ...EXECUTING_OPTIONS, ...OVERWRITE_OPTIONS, ...CLEAR_PARAMS_OPTIONS, ...RUNNER_OPTIONS },
  examples: [
    'agent-safe runner dry-run "$TICKET"',
    'agent-safe runner dry-run "$TICKET" --executor subprocess   # asks the cluster, and shows the difference',
  ],
  run: ({ cwd, output, positionals: [ticket], values }) =>
    untilSignal(async (signal) => {
      const options = {
        executor: values.executor ?? 'dry-run',
        params: readParams(values.params, cwd),
        timeout: readTimeout(values.timeout),
        progress: tellProgress(output),
        overwrite: values.overwrite === true,
        signal,
      };
      const token = readTicket(ticket, cwd);
      const result = await withRunner(values, cwd, output, (runner) => runner.dryRun(token, options));
      if (values.json) printJson(output, dryRunJson(result));
      else if (result.ok) printDryRun(output, result);
      else printRefusal(output, result);
      return dryRunExitCode(result);
    }),
});
