import { resolve } from 'node:path';
import {
  confirmVerdict,
  type LogVerdict,
  type NoteVerifier,
  openWitnesses,
  parseVerifierKey,
  submitNewest,
  verifyParts,
} from '@agent-safe/audit';
import { displayPath } from '@agent-safe/registry/open';
import { openLogAnchors } from '@agent-safe/sdk';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { readCheckpointFile } from '../../options/checkpoint-file.ts';
import { readQuorum } from '../../options/quorum.ts';
import { paint, printable, printJson } from '../../render/style.ts';
import { findLog, LOG_OPTIONS, loadVerifiers, tryVerifiers } from './log-path.ts';
import { printResult } from './witness.ts';

export const command = defineCommand({
  name: 'audit verify',
  summary: 'Verify that an audit log is complete and unchanged',
  positionals: '[log or archive…]',
  arity: [0, 1_000],
  options: {
    checkpoint: { type: 'string', value: 'FILE', summary: 'Checkpoint that is stored on another machine' },
    'verifier-key': {
      type: 'string',
      value: 'KEY',
      summary: 'Key that verifies checkpoints. Default: the keys of the project',
    },
    'require-anchor': {
      type: 'boolean',
      summary: 'Exit with 3 unless the log matches the checkpoint of --checkpoint, or witnesses cosign it now',
    },
    'ask-witnesses': {
      type: 'boolean',
      summary: 'Ask the witnesses of the settings to cosign the last checkpoint now',
    },
    quorum: { type: 'string', value: 'N', summary: 'Number of witnesses that suffice', default: 'all of them' },
    ...LOG_OPTIONS,
  },
  examples: [
    'agent-safe audit verify',
    'agent-safe audit verify audit.jsonl --checkpoint checkpoint.txt --json',
    'agent-safe audit verify audit.jsonl.archive-1-200 audit.jsonl',
  ],
  async run({ clock, cwd, output, positionals: [given, ...more], values }) {
    const { path, settings } = findLog(given, values, cwd);
    const parts = [path, ...more.map((each) => findLog(each, values, cwd).path)];
    const key = values['verifier-key'];
    const isAnchored = values.checkpoint !== undefined;
    const verifiers =
      key === undefined ? await (isAnchored ? loadVerifiers : tryVerifiers)(settings) : [readVerifierKey(key)];
    const checkpoint =
      values.checkpoint === undefined ? undefined : readCheckpointFile(resolve(cwd, values.checkpoint), '--checkpoint');
    const witnesses = openWitnesses(settings.auditLog?.witnesses);
    const isAsking = values['ask-witnesses'] === true;
    if (values.quorum !== undefined && !isAsking) throw new UsageError('--quorum needs --ask-witnesses.');
    if (isAsking && witnesses.length === 0)
      throw new UsageError('--ask-witnesses needs witnesses. Add "witnesses" to "audit_log" in agent-safe.yaml.');
    const quorum = readQuorum(values.quorum, witnesses.length);
    const anchors = openLogAnchors(settings);
    try {
      const local = await verifyParts(parts, {
        checkpoint,
        verifiers,
        checkpoints: anchors.checkpoints,
        witnesses: witnesses.map(({ key }) => key),
      });
      const isIntact = local.verdict !== 'torn' && local.verdict !== 'tampered';
      const results = isAsking && isIntact ? await submitNewest(path, verifiers, witnesses, { clock }) : [];
      const verdict = confirmVerdict(local, results, quorum);
      if (values.json) printJson(output, { log: path, ...verdict });
      else printVerdict(output, verdict);
      for (const result of results) if (!result.ok && !result.isEvidence) printResult(output, result);
      if (verdict.verdict === 'torn' || verdict.verdict === 'tampered') return EXIT.logDamaged;
      if (verdict.verdict === 'ok' || !values['require-anchor']) return EXIT.allow;
      const fix = 'Give one with --checkpoint, or ask witnesses with --ask-witnesses.';
      output.err(`--require-anchor needs a checkpoint that is stored on another machine. ${fix}\n`);
      return EXIT.deny;
    } finally {
      await anchors.close();
    }
  },
});

function readVerifierKey(text: string): NoteVerifier {
  const verifier = parseVerifierKey(text);
  if (verifier !== undefined) return verifier;
  throw new UsageError('--verifier-key is not a verifier key. "agent-safe audit checkpoint --verifier-key" prints it.');
}

function describeAnchor({ anchor, verdict }: LogVerdict): string {
  const size = anchor?.size ?? 0;
  const names = anchor?.witnesses ?? [];
  if (verdict === 'ok' && names.length > 0)
    return `the checkpoint that ${names.map(printable).join(', ')} cosigned covers the first ${size}`;
  if (verdict === 'ok') return `the checkpoint covers the first ${size}`;
  if (verdict === 'ok, anchored locally') return `the checkpoint that is kept with the log covers the first ${size}`;
  return 'no checkpoint was given, so a truncated log cannot be ruled out';
}

function printVerdict(output: Output, verdict: LogVerdict): void {
  const count = `${verdict.events} ${verdict.events === 1 ? 'event' : 'events'}`;
  if (verdict.verdict === 'torn' || verdict.verdict === 'tampered') {
    const title = `${verdict.verdict} at seq ${verdict.seq}`;
    output.out(`${paint(output, ['bold', 'red'], title)} — ${printable(verdict.reason)}\n`);
    const { place } = verdict;
    if (place !== undefined) {
      output.out(`  ${printable(displayPath(place.file))}, line ${place.line}, byte ${place.offset}\n`);
    }
    output.out(`  ${count} before it ${verdict.events === 1 ? 'is' : 'are'} in one chain\n`);
    if (verdict.verdict === 'torn') output.out('  No action is needed: the next recorded event closes it.\n');
  } else {
    const anchored = describeAnchor(verdict);
    output.out(`${paint(output, ['bold', 'green'], verdict.verdict)} — ${count} in one chain; ${anchored}\n`);
  }
  if (verdict.archived !== undefined) {
    const { folder, origin, until } = verdict.archived;
    const begins = `begins at event ${until + 1}, after an archive statement that ${printable(origin)} signed`;
    output.out(`  ${begins}; events 1 to ${until} are in ${printable(folder)}\n`);
  }
  for (const { length, offset, seq } of verdict.seals) {
    output.out(`  event ${seq} closes ${length} bytes of an unfinished write, at byte ${offset}\n`);
  }
}
