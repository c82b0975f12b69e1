import type { JsonObject, JsonValue } from '@agent-safe/core';
import type { CheckedPrecheck, DryRunReport, RunRefusal, RunReport, RunResult } from '@agent-safe/sdk/runner';
import type { Output } from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { table } from './columns.ts';
import { printRefused } from './refused.ts';
import { printChanges } from './state-text.ts';
import { paint, printable } from './style.ts';

/** Returns the exit code of a run. The outcome `skipped` of the dry-run executor is a success. */
export function runExitCode(result: RunResult): ExitCode {
  if (!result.ok) return EXIT.deny;
  const isDryRun = result.outcome === 'skipped' && result.code === null;
  return result.outcome === 'success' || isDryRun ? EXIT.allow : EXIT.failed;
}

export function dryRunExitCode(result: DryRunReport | RunRefusal): ExitCode {
  if (!result.ok) return EXIT.deny;
  return result.outcome === 'success' && result.blocked_by.length === 0 ? EXIT.allow : EXIT.failed;
}

export function printRefusal(output: Output, refusal: RunRefusal): void {
  const { action, audit_id, target, ticket_used } = refusal;
  printRefused(output, refusal, [
    ...(action === null ? [] : [['action', action]]),
    ...(target === null ? [] : [['target', target]]),
    ...(audit_id === null ? [] : [['audit', audit_id]]),
    ...(ticket_used ? [['ticket', 'used up: request a new decision']] : []),
  ]);
}

export function printReport(output: Output, report: RunReport): void {
  const { after_state, before_state, credentials, diff, outcome, warnings } = report;
  const color = outcome === 'success' ? 'green' : outcome === 'skipped' ? 'yellow' : 'red';
  output.out(`${paint(output, ['bold', color], outcome.toUpperCase())} — ${printable(report.reason)}\n`);
  const lease =
    credentials === null
      ? []
      : [['credentials', `${credentials.lease_id} of ${credentials.vault}${describeEnd(credentials)}`]];
  const rows = [
    ['action', report.action],
    ['target', report.target ?? 'none'],
    ...(report.code === null ? [] : [['code', report.code]]),
    ['executor', `${report.executor}, ${(report.duration_ms / 1_000).toFixed(1)} s`],
    ...lease,
    ['audit', report.audit_id],
  ];
  output.out(table(rows));
  printChecks(output, report.prechecks);
  if (before_state !== null && outcome !== 'skipped') {
    heading(output, 'Changes');
    if (diff === null || after_state === null) output.out('  The state after the execution is unknown.\n');
    else printChanges(output, before_state, diff);
  }
  printOutput(output, report.output);
  for (const warning of warnings) output.err(`warning: ${printable(warning)}\n`);
}

/** A vault without limits cannot revoke its credentials either. */
function describeEnd({ is_scoped, revoked }: NonNullable<RunReport['credentials']>): string {
  if (!is_scoped) return ', which neither limits nor revokes them';
  return revoked ? ', revoked' : ', NOT revoked';
}

export function printDryRun(output: Output, report: DryRunReport): void {
  printPreview(output, report);
  for (const warning of report.warnings) output.err(`warning: ${printable(warning)}\n`);
}

function printPreview(output: Output, report: DryRunReport): void {
  const { blocked_by, credentials, difference, outcome, steps, vault } = report;
  const isReady = outcome === 'success' && blocked_by.length === 0;
  const blocked =
    blocked_by.length === 0 ? report.reason : `These checks would block the execution: ${blocked_by.join(', ')}.`;
  const title = isReady ? 'WOULD RUN' : 'WOULD NOT RUN';
  output.out(`${paint(output, ['bold', isReady ? 'green' : 'red'], title)} — ${printable(blocked)}\n`);
  const rows = [
    ['action', report.action],
    ['target', report.target ?? 'none'],
    ['params', JSON.stringify(report.params)],
    ['executor', `${report.executor}, at most ${report.timeout_seconds} s`],
    [
      'credentials',
      credentials === null
        ? 'none declared'
        : `${credentials.type}, ${vault === null ? 'but no vault issues them' : `by ${vault}`}`,
    ],
    ['audit', report.audit_id],
  ];
  output.out(table(rows));
  printChecks(output, report.prechecks);
  if (steps.length > 0) heading(output, 'Steps');
  for (const step of steps) output.out(`  ${printable(step)}\n`);
  if (difference === null) return;
  heading(output, 'Expected changes');
  printBlock(output, difference === '' ? 'Nothing.' : difference);
}

/** Prints the members of an object, one on each line. */
function printOutput(output: Output, value: JsonValue): void {
  if (value === null) return;
  heading(output, 'Output');
  if (typeof value !== 'object' || Array.isArray(value)) {
    printBlock(output, typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));
    return;
  }
  for (const [name, member] of Object.entries(value as JsonObject)) {
    const isLong = typeof member === 'string' && member.includes('\n');
    if (isLong) {
      output.out(`  ${printable(name)}:\n`);
      printBlock(output, member, '    ');
    } else output.out(`  ${printable(`${name}: ${typeof member === 'string' ? member : JSON.stringify(member)}`)}\n`);
  }
}

function printChecks(output: Output, prechecks: readonly CheckedPrecheck[]): void {
  if (prechecks.length === 0) return;
  heading(output, 'Checks');
  const words = { passed: 'passed', failed: 'failed', cannot_tell: 'could not be checked' } as const;
  const rows = prechecks.map(({ blocking, name, outcome, reason }) => [
    name,
    `${words[outcome]}${blocking ? ' (blocks)' : ''}`,
    reason,
  ]);
  output.out(table(rows));
}

function heading(output: Output, title: string): void {
  output.out(`\n${paint(output, 'bold', title)}\n`);
}

/** Prints lines of untrusted text. */
function printBlock(output: Output, text: string, indent = '  '): void {
  for (const line of text.replace(/\n$/, '').split('\n')) output.out(`${indent}${printable(line)}\n`);
}
