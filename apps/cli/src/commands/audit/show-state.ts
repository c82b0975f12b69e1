import { readBackwards, readDecisionRecord } from '@agent-safe/audit';
import { AgentSafeError, quote } from '@agent-safe/core';
import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { table } from '../../render/columns.ts';
import { printChanges } from '../../render/state-text.ts';
import { paint, printable, printJson } from '../../render/style.ts';
import { archivedOf, findLog, LOG_OPTIONS } from './log-path.ts';

export const command = defineCommand({
  name: 'audit show-state',
  summary: 'Show the state of a target before and after an execution',
  positionals: '<audit id> [log]',
  arity: [1, 2],
  options: LOG_OPTIONS,
  examples: ['agent-safe audit show-state evt-2f9c0c1e-5d0b-4d1c-9a55-0d2c7f0b8f11'],
  async run({ cwd, output, positionals: [auditId = '', given], values }) {
    const { path } = findLog(given, values, cwd);
    const { capture, decision } = await readDecisionRecord(readBackwards(path), auditId);
    if (capture === undefined) {
      const what =
        decision === undefined ? 'no decision with this id' : 'this decision, but no state was captured for it';
      throw new AgentSafeError('ERR_AUDIT_INVALID', `The audit log has ${what}: ${quote(auditId)}.${archivedOf(path)}`);
    }
    if (values.json) {
      printJson(output, capture);
      return EXIT.allow;
    }
    const rows = [
      ['action', capture.action ?? 'none'],
      ['target', capture.target ?? 'none'],
      ['caller', capture.caller ?? 'none'],
      ['captured', capture.captured_at],
    ];
    output.out(`${paint(output, 'bold', printable(auditId))}\n`);
    output.out(table(rows));
    for (const [title, state] of [
      ['Before', capture.before_state],
      ['After', capture.after_state],
    ] as const) {
      output.out(`\n${paint(output, 'bold', title)}\n`);
      output.out(`  ${state === null ? 'not captured' : indent(JSON.stringify(state, undefined, 2))}\n`);
    }
    output.out(`\n${paint(output, 'bold', 'Changes')}\n`);
    if (capture.diff === null || capture.before_state === null)
      output.out('  Only one of the two states was captured.\n');
    else printChanges(output, capture.before_state, capture.diff);
    return EXIT.allow;
  },
});

function indent(json: string): string {
  return json.split('\n').map(printable).join('\n  ');
}
