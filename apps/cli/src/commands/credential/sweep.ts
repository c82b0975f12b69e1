import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { untilSignal } from '../../command/until-signal.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { printJson } from '../../render/style.ts';
import { printSweep } from '../../render/sweep-text.ts';

export const command = defineCommand({
  name: 'credential sweep',
  summary: 'Delete what ended credentials left in the cluster or the account',
  positionals: '',
  arity: [0, 0],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe credential sweep', 'agent-safe credential sweep --json'],
  run: ({ clock, cwd, output, values }) =>
    untilSignal(async (signal) => {
      const swept = await withRunner({ clock, cwd, output, values }, (runner) => runner.sweepCredentials(signal));
      if (values.json) printJson(output, swept);
      else printSweep(output, swept);
      return swept.failed.length === 0 ? EXIT.allow : EXIT.error;
    }),
});
