import { defineCommand, UsageError } from '../../command/command.ts';
import { untilSignal } from '../../command/until-signal.ts';
import { readParams } from '../../options/params.ts';
import { TICKET_ARGUMENT } from '../../options/request-options.ts';
import {
  CLEAR_PARAMS_OPTIONS,
  EXECUTING_OPTIONS,
  OVERWRITE_OPTIONS,
  RUNNER_OPTIONS,
  readTimeout,
  tellProgress,
  withExecutions,
} from '../../options/runner-options.ts';
import { SERVER_OPTIONS } from '../../options/server-options.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { runJson } from '../../render/run-json.ts';
import { printRefusal, printReport, runExitCode } from '../../render/run-text.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'runner execute',
  summary: 'Execute a ticket once, and record the state before and after',
  positionals: '<ticket>',
  arity: [0, 1],
  tokenArgument: TICKET_ARGUMENT,
  options: {
    ...EXECUTING_OPTIONS,
    ...CLEAR_PARAMS_OPTIONS,
    ...OVERWRITE_OPTIONS,
    ...SERVER_OPTIONS,
    ...RUNNER_OPTIONS,
  },
  examples: [
    'agent-safe runner execute "$TICKET" --executor subprocess',
    'agent-safe runner execute "$TICKET" --executor subprocess --kubeconfig dev.conf --context dev --timeout 60',
  ],
  run: ({ clock, cwd, output, positionals: [ticket = ''], values }) =>
    untilSignal(async (signal) => {
      const { executor } = values;
      if (executor === undefined) {
        throw new UsageError(
          'The executor is missing. Give --executor subprocess, or --executor dry-run, which has no effect.',
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
      const answer = await withExecutions({ clock, cwd, output, values }, (runner) => runner.execute(ticket, options));
      const result = explainNotToken(answer, 'The ticket', ticket, 'ticket');
      if (values.json) printJson(output, runJson(result));
      else if (result.ok) printReport(output, result);
      else printRefusal(output, result);
      return runExitCode(result);
    }),
});
