import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { printNoPlan, printPlan } from '../../rollback-text.ts';
import { planJson } from '../../run-json.ts';
import { RUNNER_OPTIONS, withRunner } from '../../runner-options.ts';
import { printable, printJson } from '../../style.ts';

export const command = defineCommand({
  name: 'rollback show',
  summary: 'Show what would take an execution back, and what it would not restore',
  positionals: '<audit id>',
  arity: [1, 1],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe rollback show evt-2f9c0c1e-5d0b-4d1c-9a55-0d2c7f0b8f11'],
  async run({ cwd, output, positionals: [auditId = ''], values }) {
    const plan = await withRunner(values, cwd, output, (runner) => runner.generateRollback(auditId));
    if (values.json) printJson(output, planJson(plan));
    else if (plan.ok) {
      printPlan(output, plan);
      output.out(`It permits nothing. Ask for it: agent-safe rollback check ${printable(auditId)} --caller "$TOKEN"\n`);
    } else printNoPlan(output, plan);
    return plan.ok ? EXIT.allow : EXIT.deny;
  },
});
