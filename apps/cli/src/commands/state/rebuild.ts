import { resolve } from 'node:path';
import type { StateRebuildResult } from '@agent-safe/sdk';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { requireState } from '../../options/require-state.ts';
import { openProjectServicesFrom, STATE_OPTIONS, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { columns } from '../../render/columns.ts';
import { plural } from '../../render/plural.ts';
import { printRefused } from '../../render/refused.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'state rebuild',
  summary: 'Rebuild a lost, damaged or older state file from the audit logs that share it',
  positionals: '[--log FILE] [--reason TEXT]',
  arity: [0, 0],
  options: {
    log: {
      type: 'string',
      value: 'FILE',
      multiple: true,
      summary: 'Another audit log that shares the state. Repeat the option for each such log',
    },
    without: {
      type: 'string',
      value: 'FILE',
      multiple: true,
      summary: 'Path of a known log that is lost. Its revocations are lost too',
    },
    reason: { type: 'string', value: 'TEXT', summary: 'Reason, one line for the audit log' },
    ...STATE_OPTIONS,
    ...TOKEN_OPTIONS,
  },
  examples: [
    'agent-safe state rebuild',
    'agent-safe state rebuild --log ../other/audit.jsonl --reason "The disk was replaced"',
  ],
  async run({ clock, cwd, output, values }) {
    const absolute = (paths: readonly string[] | undefined) => (paths ?? []).map((path) => resolve(cwd, path));
    const opened = await openProjectServicesFrom({ clock, cwd, values });
    try {
      requireState(opened.settings);
      const { reason } = values;
      const result = await opened.state.rebuild({
        logs: absolute(values.log),
        without: absolute(values.without),
        ...(reason === undefined ? {} : { reason }),
      });
      if (values.json) printJson(output, result);
      else print(output, result, opened.settings.state ?? '');
      return result.ok ? EXIT.allow : EXIT.deny;
    } finally {
      await opened.close();
    }
  },
});

function print(output: Output, result: StateRebuildResult, state: string): void {
  if (!result.ok) {
    printRefused(output, result);
    return;
  }
  const { canceled, event_ids, logs, revocations, tickets, tickets_until } = result;
  output.out(`${paint(output, ['bold', 'green'], 'REBUILT')} — ${printable(state)}\n`);
  const rows = [
    ...logs.map(({ events, name }) => ['log', `${printable(name)}, ${plural(events, 'event')}`]),
    ['revocations', String(revocations)],
    ['used tickets', String(tickets)],
    ['approvals', canceled.length === 0 ? 'none were open' : `canceled: ${canceled.map(printable).join(', ')}`],
    ['refused', `tickets issued until ${tickets_until}. Request new decisions`],
    ['audit', event_ids.join(', ')],
  ];
  output.out(`${columns(rows).join('\n')}\n`);
}
