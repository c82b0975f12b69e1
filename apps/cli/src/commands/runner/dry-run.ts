import { defineCommand } from '../../command/command.ts';
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
import { dryRunJson } from '../../render/run-json.ts';
import { dryRunExitCode, printDryRun, printRefusal } from '../../render/run-text.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'runner dry-run',
  summary: 'Show what a ticket would change. The ticket stays unused',
  positionals: '<ticket>',
  arity: [0, 1],
  tokenArgument: TICKET_ARGUMENT,
  options: {
    ...EXECUTING_OPTIONS,
    ...OVERWRITE_OPTIONS,
    ...CLEAR_PARAMS_OPTIONS,
    ...SERVER_OPTIONS,
    ...RUNNER_OPTIONS,
  },
  examples: [
    'agent-safe runner dry-run "$TICKET"',
    'agent-safe runner dry-run "$TICKET" --executor subprocess   # asks the cluster, and shows the difference',
  ],
  run: ({ clock, cwd, output, positionals: [ticket = ''], values }) =>
    untilSignal(async (signal) => {
      const options = {
        executor: values.executor ?? 'dry-run',
        params: readParams(values.params, cwd),
        timeout: readTimeout(values.timeout),
        progress: tellProgress(output),
        overwrite: values.overwrite === true,
        signal,
      };
      const answer = await withExecutions({ clock, cwd, output, values }, (runner) => runner.dryRun(ticket, options));
      const result = explainNotToken(answer, 'The ticket', ticket, 'ticket');
      if (values.json) printJson(output, dryRunJson(result));
      else if (result.ok) printDryRun(output, result);
      else printRefusal(output, result);
      return dryRunExitCode(result);
    }),
});
