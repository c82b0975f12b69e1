import { resolve } from 'node:path';
import { DeliveryError, type DestinationSettings, openArchive, restoreLog, verifyLog } from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import { resolveSettings } from '@agent-safe/registry';
import type { Settings } from '@agent-safe/registry/open';
import { defineCommand, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { ARCHIVE_OPTIONS, readDestination } from '../../options/destination-options.ts';
import { printable, printJson } from '../../render/style.ts';
import { LOG_OPTIONS, tryVerifiers } from './log-path.ts';

export const command = defineCommand({
  name: 'audit restore',
  summary: 'Restore an audit log from a copy or an S3 archive, and verify it',
  positionals: '<file>',
  arity: [1, 1],
  options: { ...ARCHIVE_OPTIONS, ...LOG_OPTIONS },
  examples: [
    'agent-safe audit restore restored.jsonl --backend s3 --bucket my-audit-logs',
    'agent-safe audit restore restored.jsonl --backend filesystem --path /mnt/audit/copy.jsonl',
  ],
  async run({ cwd, output, positionals: [given = ''], values }) {
    if (values.config !== undefined && values['no-config'])
      throw new UsageError('--config and --no-config cannot be combined.');
    const settings = resolveSettings({ cwd, config: values['no-config'] ? false : values.config });
    const archive = openArchive(readDestination(values, cwd) ?? findArchive(settings));
    const target = resolve(cwd, given);
    try {
      const { checkpoint, events } = await restoreLog(archive, target, new AbortController().signal);
      const verifiers = await tryVerifiers(settings);
      const anchor = checkpoint === undefined || verifiers.length === 0 ? {} : { checkpoint };
      const verdict = await verifyLog(target, { verifiers, ...anchor });
      if (values.json) printJson(output, { log: target, archive: archive.name, ...verdict });
      else
        output.out(
          `${printable(target)}: ${events} ${events === 1 ? 'event' : 'events'} restored, ${verdict.verdict}\n`,
        );
      return verdict.verdict === 'torn' || verdict.verdict === 'tampered' ? EXIT.logDamaged : EXIT.allow;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      throw new AgentSafeError('ERR_AUDIT_INVALID', `The log cannot be restored: ${error.message}.`);
    }
  },
});

/** Returns the archive of the settings. @throws UsageError unless there is exactly one */
function findArchive({ auditShippers }: Settings): DestinationSettings {
  const archives = auditShippers.filter(
    (shipper) => (shipper.backend === 's3' || shipper.backend === 'filesystem') && shipper.format === 'agent-safe',
  );
  const [archive] = archives;
  if (archive !== undefined && archives.length === 1) return archive;
  const found = archive === undefined ? 'There is no archive in the settings' : 'The settings have several archives';
  throw new UsageError(`${found}. Give --backend filesystem --path FILE, or --backend s3 --bucket NAME.`);
}
