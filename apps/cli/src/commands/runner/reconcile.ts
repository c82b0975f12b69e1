import type { InterruptedRun, ReconcileReport } from '@agent-safe/sdk/runner';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { RUNNER_OPTIONS, withRunner } from '../../options/runner-options.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'runner reconcile',
  summary: 'End what a crash left open: executions without an outcome become unknown, and credentials are revoked',
  positionals: '',
  arity: [0, 0],
  options: RUNNER_OPTIONS,
  examples: ['agent-safe runner reconcile', 'agent-safe runner reconcile --json'],
  async run({ clock, cwd, output, values }) {
    const report = await withRunner({ clock, cwd, output, values }, (runner) => runner.reconcile());
    if (values.json) printJson(output, report);
    else print(output, report);
    if (report.damaged > 0) return EXIT.logDamaged;
    if (report.busy || report.unrevoked.length > 0) return EXIT.error;
    return report.unknown.length > 0 ? EXIT.failed : EXIT.allow;
  },
});

function print(output: Output, report: ReconcileReport): void {
  const { busy, damaged, issued, lapsed, revoked, running, unknown, unrevoked } = report;
  if (busy) {
    output.err('Another process is at it. Nothing was done here.\n');
    return;
  }
  for (const each of unknown) {
    output.out(`${paint(output, ['bold', 'red'], 'UNKNOWN')} — ${describe(each)} has no outcome: look at the target\n`);
  }
  for (const each of running) output.out(`running — ${describe(each)}, until ${printable(each.until)} at the latest\n`);
  for (const { lease_id, until } of issued) {
    output.out(`issued — ${printable(lease_id)} may be in use, until ${printable(until)} at the latest\n`);
  }
  for (const lease of revoked) output.out(`revoked — ${printable(lease)}\n`);
  for (const lease of lapsed) {
    output.out(`lapsed — ${printable(lease)} is of a vault that is not configured here, and has ended by itself\n`);
  }
  for (const { lease_id, reason } of unrevoked) {
    output.err(`${paint(output, ['bold', 'red'], 'NOT REVOKED')} — ${printable(`${lease_id}: ${reason}`)}\n`);
  }
  if (damaged > 0) {
    const lines =
      damaged === 1
        ? '1 line of the log cannot be read. What it said'
        : `${damaged} lines of the log cannot be read. What they said`;
    output.err(`${paint(output, ['bold', 'red'], 'DAMAGED')} — ${lines} may be open still: agent-safe audit verify\n`);
    return;
  }
  const isDone = [unknown, running, issued, lapsed, revoked, unrevoked].every(({ length }) => length === 0);
  if (isDone) output.out('Every execution has an outcome, and no credentials are left over.\n');
}

function describe({ action, audit_id, target }: InterruptedRun): string {
  const on = target === null ? '' : ` on ${target}`;
  return printable(`${action ?? 'an action'}${on} (${audit_id ?? 'no decision'})`);
}
