import {
  formatVerifierKey,
  openAuditLog,
  openDestination,
  openWitnesses,
  shipLog,
  submitCheckpoint,
  type WitnessResult,
} from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import { openLogAnchors } from '@agent-safe/sdk';
import { defineCommand } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { printable, printJson } from '../../render/style.ts';
import { findLog, LOG_OPTIONS, loadSigner, loadVerifiers, requireLog } from './log-path.ts';
import { describeResult, exitCodeOf, printResult } from './witness.ts';

export const command = defineCommand({
  name: 'audit checkpoint',
  summary: 'Sign the size of the audit log and the root of the tree over its events',
  positionals: '[log]',
  arity: [0, 1],
  options: {
    'verifier-key': { type: 'boolean', summary: 'Print the key that verifies checkpoints. Nothing is signed' },
    ...LOG_OPTIONS,
  },
  examples: ['agent-safe audit checkpoint > checkpoint.txt', 'agent-safe audit checkpoint --verifier-key'],
  async run({ clock, cwd, output, positionals: [given], values }) {
    const { path, settings } = findLog(given, values, cwd);
    const signer = await loadSigner(settings);
    if (signer === undefined) {
      const summary = 'There is no key for checkpoints. Run "agent-safe keys generate".';
      throw new AgentSafeError('ERR_KEYS_INVALID', summary);
    }
    const verifier_key = formatVerifierKey(signer);
    if (values['verifier-key']) {
      if (values.json) printJson(output, { verifier_key });
      else output.out(`${verifier_key}\n`);
      return EXIT.allow;
    }
    await requireLog(path);
    const isOwn = settings.auditLog?.path === path;
    const witnesses = isOwn ? openWitnesses(settings.auditLog?.witnesses) : [];
    let code: ExitCode = EXIT.allow;
    const anchors = openLogAnchors(settings);
    const log = openAuditLog(path, { clock, maxBytes: settings.auditLog?.max_bytes, anchors });
    try {
      const { note, origin, root, size } = await log.signCheckpoint(signer, await loadVerifiers(settings));
      const results = witnesses.length === 0 ? [] : await submitCheckpoint(path, note, witnesses, { clock });
      const signed = { origin, size, root: Buffer.from(root).toString('base64') };
      const cosigned = mergeNotes(note, results);
      const cosigning = results.length === 0 ? {} : { witnesses: results.map(describeResult) };
      // Exactly the signed note, so that the output can be stored as a file.
      if (values.json) printJson(output, { ...signed, note: cosigned, verifier_key, ...cosigning });
      else output.out(cosigned);
      for (const result of results) if (!result.ok) printResult(output, result);
      if (exitCodeOf(results) === EXIT.logDamaged) code = EXIT.logDamaged;
    } finally {
      await log.close();
      await anchors.close();
    }
    if (!isOwn) return code;
    for (const shipper of settings.auditShippers) {
      const destination = openDestination(shipper, path);
      try {
        await shipLog(path, destination, AbortSignal.timeout(60_000));
      } catch (error) {
        const why = error instanceof Error ? error.message : 'it failed';
        output.err(`The checkpoint is signed, but was not delivered to ${destination.name}: ${printable(why)}\n`);
      }
    }
    return code;
  },
});

/** Returns the checkpoint with all cosignatures. Each result has the checkpoint with one cosignature. */
function mergeNotes(note: string, results: readonly WitnessResult[]): string {
  return note + results.map((result) => (result.ok ? result.note.slice(note.length) : '')).join('');
}
