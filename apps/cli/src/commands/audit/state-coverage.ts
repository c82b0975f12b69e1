import { measureStateCoverage, readBackwards } from '@agent-safe/audit';
import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { columns } from '../../render/columns.ts';
import { printable, printJson } from '../../render/style.ts';
import { archivedLine, findLog, LOG_OPTIONS } from './log-path.ts';

export const command = defineCommand({
  name: 'audit state-coverage',
  summary: 'List executions, and whether their state before and after was recorded',
  positionals: '[log]',
  arity: [0, 1],
  options: LOG_OPTIONS,
  examples: ['agent-safe audit state-coverage', 'agent-safe audit state-coverage audit.jsonl --json'],
  async run({ cwd, output, positionals: [given], values }) {
    const { path } = findLog(given, values, cwd);
    const coverage = await measureStateCoverage(readBackwards(path));
    const { allowed, captured, decisions, executions } = coverage;
    const percent = executions.length === 0 ? null : Math.floor((captured / executions.length) * 100);
    if (values.json) {
      printJson(output, { ...coverage, percent });
      return EXIT.allow;
    }
    output.out(`${decisions} decisions, ${allowed} allowed, ${executions.length} executed\n`);
    output.out(`${captured} with the state before and after${percent === null ? '' : ` (${percent}%)`}\n`);
    const rows = executions.map(({ action, after, audit_id, before, target }) => {
      const state = before && after ? 'both' : before ? 'before only' : after ? 'after only' : 'none';
      return [audit_id, state, action ?? '', target ?? ''].map(printable);
    });
    output.err(archivedLine(path));
    if (rows.length > 0) output.out(`\n${columns(rows).join('\n')}\n`);
    return EXIT.allow;
  },
});
