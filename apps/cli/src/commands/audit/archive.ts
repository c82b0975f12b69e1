import { resolve } from 'node:path';
import { type ArchivePlan, archiveLog, openDestination } from '@agent-safe/audit';
import { quote } from '@agent-safe/core';
import { displayPath, type Settings } from '@agent-safe/registry/open';
import { openLogAnchors } from '@agent-safe/sdk';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { readTime } from '../../options/time.ts';
import { plural } from '../../render/plural.ts';
import { printRefused } from '../../render/refused.ts';
import { paint, printable, printJson } from '../../render/style.ts';
import { findLog, LOG_OPTIONS, loadSigner, loadVerifiers, requireLog } from './log-path.ts';

export const command = defineCommand({
  name: 'audit archive',
  summary: 'Move the oldest files of an audit log to an archive. A signed statement takes their place',
  positionals: '[log] --before TIME',
  arity: [0, 1],
  options: {
    before: {
      type: 'string',
      value: 'TIME',
      summary:
        'Archive the files whose events are all older: an age such as 90d, a date (UTC), or a time with Z or an offset',
    },
    to: { type: 'string', value: 'DIR', summary: 'Folder for the archive. Default: the folder of the log' },
    'dry-run': { type: 'boolean', summary: 'Show what would be archived. Nothing is changed' },
    ...LOG_OPTIONS,
  },
  examples: [
    'agent-safe audit archive --before 90d --dry-run',
    'agent-safe audit archive --before 2026-01-01 --to /mnt/archive',
  ],
  async run({ clock, cwd, output, positionals: [given], values }) {
    const before = readTime(values.before, '--before', clock());
    if (before === undefined) throw new UsageError('No time is given. Add --before TIME, such as --before 90d.');
    if (before > clock())
      throw new UsageError(
        `--before is in the future: ${quote(values.before ?? '')}. Give an age or a past time. To archive all events, give --before 0s.`,
      );
    const { path, settings } = findLog(given, values, cwd);
    await requireLog(path);
    const isDry = values['dry-run'] === true;
    const anchors = openLogAnchors(settings);
    try {
      const result = await archiveLog(path, {
        before,
        to: values.to === undefined ? undefined : resolve(cwd, values.to),
        dryRun: isDry,
        signer: await loadSigner(settings),
        verifiers: await loadVerifiers(settings),
        checkpoints: anchors.checkpoints,
        destinations: listDestinations(path, settings),
        appliedFacts: anchors.appliedFacts,
        maxBytes: settings.auditLog?.max_bytes,
        clock,
      });
      // Without events to archive, no folder is created.
      const folder = result.ok && result.events === 0 ? { archive: null } : {};
      if (values.json) printJson(output, { log: path, dry_run: isDry, ...result, ...folder });
      else if (result.ok) print(output, result, isDry);
      else printRefused(output, result);
      return result.ok ? EXIT.allow : EXIT.deny;
    } finally {
      await anchors.close();
    }
  },
});

/** The destinations of the settings receive only the log of the settings. */
function listDestinations(path: string, { auditLog, auditShippers }: Settings): readonly string[] {
  return auditLog?.path === path ? auditShippers.map((shipper) => openDestination(shipper, path).name) : [];
}

function print(output: Output, plan: ArchivePlan, isDry: boolean): void {
  if (plan.finished) output.out('An earlier archive was interrupted. It is finished now.\n');
  if (plan.events === 0) {
    printNothing(output, plan);
    return;
  }
  const title = isDry ? 'Would be archived' : 'Archived';
  const range = `events ${plan.first_seq} to ${plan.last_seq} (${plan.bytes} bytes, ${plural(plan.files.length, 'file')})`;
  output.out(`${paint(output, 'bold', title)}: ${range}\n`);
  output.out(`  archive  ${printable(displayPath(plan.archive))}\n`);
  const requests = plan.approvals.length === 0 ? '' : ` (${plan.approvals.map(printable).join(', ')})`;
  const facts = [
    plural(plan.revocations, 'revocation'),
    plural(plan.tickets, 'used ticket'),
    `${plural(plan.approvals.length, 'open approval request')}${requests}`,
  ];
  output.out(`  in force ${facts.join(', ')}. The statement carries them\n`);
  if (plan.executions > 0)
    output.out(
      `  ${plural(plan.executions, 'execution')} can no longer be rolled back: the states before are in the archive\n`,
    );
  if (plan.newer !== undefined && isDry) printNewer(output, plan.newer);
}

function printNothing(output: Output, { closed, newer }: ArchivePlan): void {
  output.out('Nothing to archive: no file has only older events.\n');
  if (newer !== undefined) printNewer(output, newer);
  if (closed) output.out('  The newest file was closed. It can be archived when all its events are older.\n');
}

function printNewer(output: Output, { seq, timestamp }: NonNullable<ArchivePlan['newer']>): void {
  output.out(`  Event ${seq} has the time ${printable(timestamp)}, so its file and later files stay\n`);
}
