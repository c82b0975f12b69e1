import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { printNoPlan, printPlan } from '../../render/rollback-text.ts';
import { planJson } from '../../render/run-json.ts';
import { printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'rollback show',
  summary: 'Show the rollback of an execution, and the values that it would not restore',
  positionals: '<audit id>',
  arity: [1, 1],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe rollback show evt-2f9c0c1e-5d0b-4d1c-9a55-0d2c7f0b8f11'],
  async run({ clock, cwd, output, positionals: [auditId = ''], values }) {
    const plan = await withRunner({ clock, cwd, output, values }, (runner) => runner.generateRollback(auditId));
    if (values.json) printJson(output, planJson(plan));
    else if (plan.ok) {
      printPlan(output, plan);
      output.out(
        `This plan authorizes nothing. To request the rollback: agent-safe rollback check ${printable(auditId)} --caller "$TOKEN"\n`,
      );
    } else printNoPlan(output, plan);
    return plan.ok ? EXIT.allow : EXIT.deny;
  },
});
