import { resolve } from 'node:path';
import { type RestoreDone, type RestoreResult, restoreProject } from '@agent-safe/sdk';
import { defineCommand, type Output } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { readConfigOption } from '../options/project-settings.ts';
import { SETTINGS_OPTIONS, STATE_OPTIONS } from '../options/token-options.ts';
import { columns } from '../render/columns.ts';
import { plural } from '../render/plural.ts';
import { printRefused } from '../render/refused.ts';
import { paint, printable, printJson } from '../render/style.ts';

export const command = defineCommand({
  name: 'restore',
  summary: 'Restore the audit log and the state of a project from a backup. A log that continues the backup is kept',
  positionals: '<folder> [--reason TEXT]',
  arity: [1, 1],
  options: {
    reason: { type: 'string', value: 'TEXT', summary: 'Reason, one line for the audit log' },
    replace: { type: 'boolean', summary: 'Archive a state, or a log that does not continue the backup' },
    'keep-tokens': {
      type: 'boolean',
      summary: 'Do not revoke the identity tokens issued so far. Only if nothing was revoked after the backup',
    },
    unsigned: { type: 'boolean', summary: 'Accept a backup that no key of the project signed' },
    log: {
      type: 'string',
      value: 'FILE',
      multiple: true,
      summary: 'Another audit log that shares the state',
    },
    without: {
      type: 'string',
      value: 'FILE',
      multiple: true,
      summary: 'Path of another log that the state knows, and that is lost',
    },
    ...STATE_OPTIONS,
    ...SETTINGS_OPTIONS,
  },
  examples: ['agent-safe restore /mnt/backups/2026-11-30 --reason "INC-12: the disk was replaced"'],
  async run({ clock, cwd, output, positionals: [folder = ''], values }) {
    const absolute = (paths: readonly string[] | undefined) => paths?.map((path) => resolve(cwd, path));
    const project = { clock, cwd, config: readConfigOption(values), state: values.state };
    const result = await restoreProject(folder, project, {
      keepTokens: values['keep-tokens'] === true,
      logs: absolute(values.log),
      reason: values.reason,
      replace: values.replace === true,
      unsigned: values.unsigned === true,
      without: absolute(values.without),
    });
    if (values.json) printJson(output, result);
    else print(output, result);
    return result.ok ? EXIT.allow : EXIT.deny;
  },
});

function print(output: Output, result: RestoreResult): void {
  if (!result.ok) {
    printRefused(output, result);
    return;
  }
  const { archive, canceled, event_id, manifest, replaced_state, restored } = result;
  output.out(`${paint(output, ['bold', 'green'], 'RESTORED')} — ${restored} of ${manifest.created_at}\n`);
  const rows = [
    ['log', describeLog(result)],
    ...(archive === null ? [] : [['old log', printable(archive)]]),
    ...(replaced_state === null ? [] : [['old state', printable(replaced_state)]]),
    ['tickets', describeTickets(result)],
    ['approvals', canceled.length === 0 ? 'none were canceled' : `canceled: ${canceled.map(printable).join(', ')}`],
    ...(result.tokens_revoked
      ? [['identities', 'revoked if issued before the restore. Issue new identity tokens']]
      : []),
    ['audit', event_id],
  ];
  output.out(`${columns(rows).join('\n')}\n`);
  if (restored === 'state') return;
  output.out(
    `  Events after ${manifest.created_at} are lost. Repeat the revocations of agents that were made since.\n`,
  );
  output.out('  Restart all processes that use the log or the state.\n');
}

function describeLog({ manifest, restored }: RestoreDone): string {
  const { events } = manifest.log;
  return restored === 'state'
    ? `kept: it continues the ${plural(events, 'event')} of the backup`
    : plural(events, 'event');
}

function describeTickets({ tickets_until }: RestoreDone): string {
  return tickets_until === null ? 'stay valid' : `refused if issued until ${tickets_until}. Request new decisions`;
}
