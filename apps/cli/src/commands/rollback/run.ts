import type { Decision } from '@agent-safe/core';
import type { ProjectRunner, RollbackDecision, RollbackPlan, RollbackRefusal, RunResult } from '@agent-safe/sdk/runner';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { untilSignal } from '../../command/until-signal.ts';
import { ASKING_OPTIONS, readAsking } from '../../options/rollback-options.ts';
import {
  DECIDING_RUNNER_OPTIONS,
  EXECUTING_OPTIONS,
  OVERWRITE_OPTIONS,
  readTimeout,
  tellProgress,
  withRunner,
} from '../../options/runner-options.ts';
import { exitCode, printDecisions, tellSecrets } from '../../render/decision-text.ts';
import { printNoPlan, printPlan, showDecision } from '../../render/rollback-text.ts';
import { planJson, runJson } from '../../render/run-json.ts';
import { printRefusal, printReport, runExitCode } from '../../render/run-text.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'rollback run',
  summary: 'Decide a rollback, and execute it if it is allowed',
  positionals: '<audit id>',
  arity: [1, 1],
  options: {
    ...ASKING_OPTIONS,
    ...EXECUTING_OPTIONS,
    ...OVERWRITE_OPTIONS,
    ...DECIDING_RUNNER_OPTIONS,
  },
  examples: [
    'agent-safe rollback run evt-2f9c0c1e-5d0b-4d1c-9a55-0d2c7f0b8f11 --caller "$TOKEN"',
    'agent-safe rollback run evt-2f9c0c1e-5d0b-4d1c-9a55-0d2c7f0b8f11 --caller "$TOKEN" --executor dry-run',
  ],
  run: ({ clock, cwd, output, positionals: [auditId = ''], values }) =>
    untilSignal(async (signal) => {
      const asking = readAsking(values);
      const { executor } = values;
      const options = {
        ...(executor === undefined ? {} : { executor }),
        timeout: readTimeout(values.timeout),
        overwrite: values.overwrite === true,
        progress: tellProgress(output),
        signal,
      };
      // The plan is printed first, so that the user can still interrupt the command.
      const tell = (plan: RollbackPlan) => {
        if (values.json === true) return;
        printPlan(output, plan);
        output.out('\n');
      };
      const given = await withRunner({ clock, cwd, output, values }, (runner) =>
        rollBack(runner, auditId, asking, options, tell),
      );
      return report(output, given, values.json === true);
    }),
});

type Given = RollbackRefusal | (RollbackDecision & { readonly result: RunResult | undefined });

async function rollBack(
  runner: ProjectRunner,
  auditId: string,
  asking: Parameters<ProjectRunner['checkRollback']>[1],
  options: Parameters<ProjectRunner['executeRollback']>[1],
  tell: (plan: RollbackPlan) => void,
): Promise<Given> {
  const checked = await runner.checkRollback(auditId, asking);
  if (!checked.ok) return checked;
  tell(checked.plan);
  const isAllowed = checked.decision.result === 'allow' && checked.decision.ticket !== undefined;
  return { ...checked, result: isAllowed ? await runner.executeRollback(checked, options) : undefined };
}

function report(output: Output, given: Given, json: boolean): ExitCode {
  if (!given.ok) {
    if (json) printJson(output, planJson(given));
    else printNoPlan(output, given);
    return EXIT.deny;
  }
  const { plan, result } = given;
  const decision = showDecision(plan, given.decision);
  tellSecrets(output, [decision]);
  if (json) {
    const shown = result === undefined ? null : runJson(result);
    printJson(output, { plan: planJson(plan), decision: withoutTicket(decision, result), result: shown });
  } else if (result === undefined) printDecisions(output, [{ decision }], false);
  else if (result.ok) printReport(output, result);
  else printRefusal(output, result);
  if (result !== undefined) return runExitCode(result);
  return decision.result === 'allow' ? tellNoTicket(output) : exitCode([{ decision }]);
}

/** The ticket is used up. */
function withoutTicket({ ticket, ...decision }: Decision, result: RunResult | undefined): object {
  return result === undefined ? { ...decision, ...(ticket === undefined ? {} : { ticket }) } : decision;
}

function tellNoTicket(output: Output): ExitCode {
  output.err('The rollback is allowed, but no key here signs tickets. Nothing was executed.\n');
  return EXIT.error;
}
