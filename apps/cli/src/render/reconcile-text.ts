import type { InterruptedRun, ReconcileReport } from '@agent-safe/sdk/runner';
import type { Output } from '../command/command.ts';
import { paint, printable } from './style.ts';

export function printReconciliation(output: Output, report: ReconcileReport): void {
  const { busy, damaged, issued, lapsed, revoked, running, unknown, unrevoked } = report;
  if (busy) {
    output.err('Another process is reconciling this log. Nothing was done.\n');
    return;
  }
  for (const each of unknown) {
    output.out(`${paint(output, ['bold', 'red'], 'UNKNOWN')} — ${describe(each)} has no outcome: check the target\n`);
  }
  for (const each of running) output.out(`running — ${describe(each)}, at most until ${printable(each.until)}\n`);
  for (const { lease_id, until } of issued) {
    output.out(`issued — ${printable(lease_id)} may be in use until ${printable(until)}\n`);
  }
  for (const lease of revoked) output.out(`revoked — ${printable(lease)}\n`);
  for (const lease of lapsed) {
    output.out(`lapsed — ${printable(lease)} has expired; its vault is not configured here\n`);
  }
  for (const { lease_id, reason } of unrevoked) {
    output.err(`${paint(output, ['bold', 'red'], 'NOT REVOKED')} — ${printable(`${lease_id}: ${reason}`)}\n`);
  }
  if (damaged > 0) {
    const lines =
      damaged === 1
        ? '1 line of the log cannot be read. Its execution'
        : `${damaged} lines of the log cannot be read. Their executions`;
    output.err(
      `${paint(output, ['bold', 'red'], 'DAMAGED')} — ${lines} may still be open: run "agent-safe audit verify"\n`,
    );
    return;
  }
  const isDone = [unknown, running, issued, lapsed, revoked, unrevoked].every(({ length }) => length === 0);
  if (isDone) output.out('Every execution has an outcome, and no credentials are left.\n');
}

function describe({ action, audit_id, target }: InterruptedRun): string {
  const on = target === null ? '' : ` on ${target}`;
  return printable(`${action ?? 'an action'}${on} (${audit_id ?? 'no decision'})`);
}
