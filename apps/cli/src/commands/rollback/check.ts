import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { ASKING_OPTIONS, readAsking } from '../../options/rollback-options.ts';
import { DECIDING_RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { exitCode, printDecisions, tellSecrets } from '../../render/decision-text.ts';
import { printNoPlan, printPlan, showDecision } from '../../render/rollback-text.ts';
import { planJson } from '../../render/run-json.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'rollback check',
  summary: 'Decide a rollback',
  positionals: '<audit id>',
  arity: [1, 1],
  options: { ...ASKING_OPTIONS, ...DECIDING_RUNNER_OPTIONS },
  examples: ['agent-safe rollback check evt-2f9c0c1e-5d0b-4d1c-9a55-0d2c7f0b8f11 --caller "$TOKEN"'],
  async run({ clock, cwd, output, positionals: [auditId = ''], values }) {
    const asking = readAsking(values);
    const result = await withRunner({ clock, cwd, output, values }, (runner) => runner.checkRollback(auditId, asking));
    if (!result.ok) {
      if (values.json) printJson(output, planJson(result));
      else printNoPlan(output, result);
      return EXIT.deny;
    }
    const decision = showDecision(result.plan, result.decision);
    const outcomes = [{ decision }];
    tellSecrets(output, [decision]);
    if (decision.ticket === undefined && result.decision.ticket !== undefined) {
      output.err(
        'The ticket is not shown, because it has sensitive values. To execute the rollback, run "agent-safe rollback run".\n',
      );
    }
    if (values.json) printJson(output, { plan: planJson(result.plan), decision });
    else {
      printPlan(output, result.plan);
      output.out('\n');
      printDecisions(output, outcomes, false);
    }
    return exitCode(outcomes);
  },
});
