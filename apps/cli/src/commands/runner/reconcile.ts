import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { printReconciliation } from '../../render/reconcile-text.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'runner reconcile',
  summary: 'Close executions that a crash left open: their outcome becomes unknown, and their credentials are revoked',
  positionals: '',
  arity: [0, 0],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe runner reconcile', 'agent-safe runner reconcile --json'],
  async run({ clock, cwd, output, values }) {
    const report = await withRunner({ clock, cwd, output, values }, (runner) => runner.reconcile());
    if (values.json) printJson(output, report);
    else printReconciliation(output, report);
    if (report.damaged > 0) return EXIT.logDamaged;
    if (report.busy || report.unrevoked.length > 0) return EXIT.error;
    return report.unknown.length > 0 ? EXIT.failed : EXIT.allow;
  },
});
