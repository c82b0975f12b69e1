import { canonicalJson, type Decision } from '@agent-safe/core';
import type { RollbackPlan, RollbackRefusal } from '@agent-safe/sdk/runner';
import type { Output } from '../command/command.ts';
import { table } from './columns.ts';
import { paint, printable } from './style.ts';

/** A plan as it may be shown: sensitive values are in the other one. */
export function showPlan({ shown_params, ...plan }: RollbackPlan): object {
  return { ...plan, params: shown_params };
}

/**
 * A decision as it may be shown. What the plan hides is in its ticket too, where the action does not declare it sensitive: that goes
 * from who decides to who executes, within `rollback run`.
 */
export function showDecision({ params, shown_params }: RollbackPlan, { ticket, ...decision }: Decision): Decision {
  if (canonicalJson(params) === canonicalJson(shown_params)) return { ...decision, ...(ticket && { ticket }) };
  return { ...decision, params: shown_params };
}

export function printPlan(output: Output, plan: RollbackPlan): void {
  const { action, correlation_id, executor, outcome, rollback_of, scope, shown_params, target, warnings } = plan;
  output.out(
    `${paint(output, 'bold', 'ROLLBACK')} — ${printable(`${action} takes back what ${rollback_of} allowed`)}\n`,
  );
  const rows = [
    ['target', target ?? 'none'],
    ...(scope === null ? [] : [['scope', JSON.stringify(scope)]]),
    ['params', JSON.stringify(shown_params)],
    ['executor', executor ?? 'not known'],
    ['outcome', `${outcome}, of what is taken back`],
    ['belongs to', correlation_id],
  ];
  output.out(table(rows));
  for (const warning of warnings) output.err(`warning: ${printable(warning)}\n`);
}

export function printNoPlan(output: Output, { code, reason, warnings }: RollbackRefusal): void {
  output.err(`${paint(output, ['bold', 'red'], 'NO ROLLBACK')} — ${printable(reason)}\n  code  ${code}\n`);
  for (const warning of warnings) output.err(`warning: ${printable(warning)}\n`);
}
