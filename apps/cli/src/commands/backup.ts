import { type BackupResult, backupProject } from '@agent-safe/sdk';
import { defineCommand, type Output } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { readConfigOption } from '../options/project-settings.ts';
import { SETTINGS_OPTIONS, STATE_OPTIONS } from '../options/token-options.ts';
import { columns } from '../render/columns.ts';
import { plural } from '../render/plural.ts';
import { printRefused } from '../render/refused.ts';
import { paint, printable, printJson } from '../render/style.ts';

export const command = defineCommand({
  name: 'backup',
  summary: 'Copy the audit log and the state of a project to a new folder, while its processes continue',
  positionals: '<folder>',
  arity: [1, 1],
  options: {
    damaged: { type: 'boolean', summary: 'Back up a log that is torn or was tampered with, as evidence' },
    ...STATE_OPTIONS,
    ...SETTINGS_OPTIONS,
  },
  examples: ['agent-safe backup /mnt/backups/2026-11-30', 'agent-safe backup evidence --damaged'],
  async run({ clock, cwd, output, positionals: [folder = ''], readVersion, values }) {
    const project = { clock, cwd, config: readConfigOption(values), state: values.state };
    const program = `agent-safe ${readVersion?.() ?? ''}`;
    const result = await backupProject(folder, project, { allowDamaged: values.damaged === true, program });
    if (values.json) printJson(output, result);
    else print(output, result);
    return result.ok ? EXIT.allow : EXIT.deny;
  },
});

function print(output: Output, result: BackupResult): void {
  if (!result.ok) {
    printRefused(output, result);
    return;
  }
  const { folder, keys, manifest, signed_by } = result;
  const { log, state } = manifest;
  output.out(`${paint(output, ['bold', 'green'], 'BACKED UP')} — ${printable(folder)}\n`);
  const rows = [
    ['log', `${plural(log.events, 'event')}, ${log.verdict}`],
    ['state', state === null ? 'none: the project has no state yet' : `of the same moment, ${state.id}`],
    ['signed', signed_by === null ? 'no: the project has no key for checkpoints' : `by ${printable(signed_by)}`],
    [
      'keep safe',
      `${keys === null ? '' : `${printable(keys)}, and `}the settings and policies: they are not in the backup`,
    ],
  ];
  output.out(`${columns(rows).join('\n')}\n`);
}
