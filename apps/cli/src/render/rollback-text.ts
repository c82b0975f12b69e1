import { canonicalJson, type Decision } from '@agent-safe/core';
import type { RollbackPlan, RollbackRefusal } from '@agent-safe/sdk/runner';
import type { Output } from '../command/command.ts';
import { table } from './columns.ts';
import { paint, printable } from './style.ts';

/**
 * Returns a decision without its ticket if the plan hides values. Such a ticket may have them in plain text, so only `rollback run` gets
 * it.
 */
export function showDecision({ params, shown_params }: RollbackPlan, { ticket, ...decision }: Decision): Decision {
  if (canonicalJson(params) === canonicalJson(shown_params)) return { ...decision, ...(ticket && { ticket }) };
  return { ...decision, params: shown_params };
}

export function printPlan(output: Output, plan: RollbackPlan): void {
  const { action, correlation_id, executor, outcome, rollback_of, scope, shown_params, target, warnings } = plan;
  output.out(`${paint(output, 'bold', 'ROLLBACK')} — ${printable(`${action} rolls back ${rollback_of}`)}\n`);
  const rows = [
    ['target', target ?? 'none'],
    ...(scope === null ? [] : [['scope', JSON.stringify(scope)]]),
    ['params', JSON.stringify(shown_params)],
    ['executor', executor ?? 'unknown'],
    ['outcome', `${outcome}, of the original execution`],
    ['belongs to', correlation_id],
  ];
  output.out(table(rows));
  for (const warning of warnings) output.err(`warning: ${printable(warning)}\n`);
}

export function printNoPlan(output: Output, { code, reason, warnings }: RollbackRefusal): void {
  output.err(`${paint(output, ['bold', 'red'], 'NO ROLLBACK')} — ${printable(reason)}\n  code  ${code}\n`);
  for (const warning of warnings) output.err(`warning: ${printable(warning)}\n`);
}
