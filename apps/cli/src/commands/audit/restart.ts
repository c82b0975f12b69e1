import { existsSync } from 'node:fs';
import { openAuditLog, restartLog } from '@agent-safe/audit';
import { displayPath, type Settings } from '@agent-safe/registry/open';
import { openLogAnchors, type ProjectAnchors } from '@agent-safe/sdk';
import { defineCommand, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { printable, printJson } from '../../render/style.ts';
import { findLog, LOG_OPTIONS, loadSigner, loadVerifiers, requireLog, tryVerifiers } from './log-path.ts';

export const command = defineCommand({
  name: 'audit restart',
  summary: 'Archive an audit log that was lost or changed, and begin a new one. The new log records the reason',
  positionals: '[log] --reason TEXT',
  arity: [0, 1],
  options: {
    reason: { type: 'string', value: 'TEXT', summary: 'Reason, one line for the audit log' },
    ...LOG_OPTIONS,
  },
  examples: ['agent-safe audit restart --reason "INC-12: the disk was replaced, the log was lost"'],
  async run({ clock, cwd, output, positionals: [given], values }) {
    const reason = values.reason?.trim();
    if (reason === undefined || reason === '')
      throw new UsageError('No reason is given. Add --reason TEXT: the audit log records it.');
    const { path, settings } = findLog(given, values, cwd);
    const anchors = openLogAnchors(settings);
    try {
      if (!(await isKnown(path, settings, anchors))) await requireLog(path);
      const verifiers = await tryVerifiers(settings);
      const lackingFacts = await anchors.countLacking(path);
      const { archive, fields, receipt } = await restartLog(path, {
        reason,
        verifiers,
        lackingFacts,
        checkpoints: anchors.checkpoints,
        clock,
      });
      try {
        await signFirst(path, settings, anchors, clock);
      } catch (error) {
        const why = error instanceof Error ? error.message : 'it failed';
        output.err(`The new log has no checkpoint yet: ${printable(why)}\n`);
      }
      if (values.json) printJson(output, { log: path, event_id: receipt.event_id, ...fields, archive });
      else {
        output.out(`A new log begins at ${printable(displayPath(path))}\n`);
        output.out(
          `  The old log (${fields.verdict}, ${fields.events} events in one chain) is in ${printable(displayPath(archive))}\n`,
        );
        output.out('  Restart all processes that record to this log.\n');
        if (lackingFacts > 0)
          output.out('  The state lacks revocations or used tickets of the old log. Run: agent-safe state rebuild\n');
      }
      return EXIT.allow;
    } finally {
      await anchors.close();
    }
  },
});

/** Returns whether a log is or was at a path. With a misspelled path, a restart would begin an unused log. */
async function isKnown(path: string, { auditLog }: Settings, { checkpoints }: ProjectAnchors): Promise<boolean> {
  if (path === auditLog?.path || existsSync(path) || existsSync(`${path}.checkpoint`)) return true;
  return (await checkpoints?.get(path)) !== undefined;
}

/** Signs a checkpoint of the new log, so that the next process can compare the log with it. */
async function signFirst(
  path: string,
  settings: Settings,
  anchors: ProjectAnchors,
  clock: () => number,
): Promise<void> {
  const signer = await loadSigner(settings);
  if (signer === undefined) return;
  const log = openAuditLog(path, { clock, maxBytes: settings.auditLog?.max_bytes, anchors });
  try {
    await log.signCheckpoint(signer, await loadVerifiers(settings));
  } finally {
    await log.close();
  }
}
