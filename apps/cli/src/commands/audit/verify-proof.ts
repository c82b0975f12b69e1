import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  LONGEST_PROOF,
  type NoteVerifier,
  type ProofVerdict,
  type ProvenCheckpoint,
  parseVerifierKey,
  parseWitnessKey,
  verifyProof,
  type WitnessKey,
} from '@agent-safe/audit';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { readQuorum } from '../../options/quorum.ts';
import { printEvent } from '../../render/event-text.ts';
import { plural } from '../../render/plural.ts';
import { paint, printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'audit verify-proof',
  summary: 'Verify a proof of "audit prove", offline and without the log',
  positionals: '<file>',
  arity: [1, 1],
  options: {
    key: { type: 'string', value: 'KEY', multiple: true, summary: 'Verifier key of the log' },
    witness: {
      type: 'string',
      value: 'KEY',
      multiple: true,
      summary: 'Verifier key of a witness that must have cosigned',
    },
    quorum: { type: 'string', value: 'N', summary: 'Number of witnesses that suffice', default: 'all of them' },
  },
  examples: [
    'agent-safe audit verify-proof event.tlog-proof --key "$KEY"',
    'agent-safe audit verify-proof event.tlog-proof --key "$KEY" --witness "$ONE" --witness "$TWO" --quorum 1',
  ],
  async run({ cwd, output, positionals: [file = ''], values }) {
    const keys = (values.key ?? []).map(readKey);
    if (keys.length === 0)
      throw new UsageError('No key is given. Add --key KEY with the verifier key of the log, from its owner.');
    const witnesses = readWitnesses(values.witness ?? [], keys);
    const quorum = readQuorum(values.quorum, witnesses.length);
    const verdict = verifyProof(readProof(resolve(cwd, file)), { keys, witnesses, quorum });
    if (values.json) printJson(output, toJson(verdict));
    else printVerdict(output, verdict);
    return verdict.ok ? EXIT.allow : EXIT.deny;
  },
});

function readKey(text: string): NoteVerifier {
  const key = parseVerifierKey(text);
  if (key !== undefined) return key;
  throw new UsageError('--key is not a verifier key. "agent-safe audit checkpoint --verifier-key" prints it.');
}

/** Each witness must have a key of its own: a key under two names would count for two. */
function readWitnesses(texts: readonly string[], keys: readonly NoteVerifier[]): readonly WitnessKey[] {
  const witnesses: WitnessKey[] = [];
  for (const text of texts) {
    const witness = parseWitnessKey(text);
    if (witness === undefined)
      throw new UsageError(
        `--witness is not the verifier key of an Ed25519 witness: ${printable(text)}. Get it from the operator of the witness.`,
      );
    const hasKey = ({ publicKey }: NoteVerifier) => publicKey.equals(witness.publicKey);
    if (keys.some(hasKey))
      throw new UsageError(`The witness has the key of the log: ${witness.name}. Give an independent witness.`);
    if (witnesses.some(hasKey))
      throw new UsageError(`Two witnesses have the same key: ${witness.name}. Give each once.`);
    witnesses.push(witness);
  }
  return witnesses;
}

/** Reads a file up to the length of the longest proof. */
function readProof(file: string): Buffer {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(LONGEST_PROOF + 1);
      let length = 0;
      for (let count = -1; count !== 0 && length < bytes.length; length += count)
        count = readSync(descriptor, bytes, length, bytes.length - length, null);
      return bytes.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const summary = `The proof cannot be read: ${file} (${describeCause(error)}). Give a file that "agent-safe audit prove" wrote.`;
    throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
  }
}

function toJson(verdict: ProofVerdict): object {
  if (!verdict.ok) return verdict;
  const checkpoint = describeCheckpoint(verdict.checkpoint);
  if (verdict.kind === 'consistency') {
    const { origin, root, size } = verdict.from;
    return { ok: true, kind: verdict.kind, from: { origin, size, root: toBase64(root) }, checkpoint };
  }
  const { entry_hash, event, kind, line, seq } = verdict;
  return { ok: true, kind, seq, entry_hash, event, line, checkpoint };
}

function describeCheckpoint({ origin, root, size, witnesses }: ProvenCheckpoint): object {
  const cosigned = witnesses.map(({ name, time }) => ({ name, time: toTime(time) }));
  return { origin, size, root: toBase64(root), witnesses: cosigned };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Returns a time of a cosignature as text. A date cannot be later than the year 275,760. */
function toTime(seconds: number): string {
  const time = new Date(seconds * 1_000);
  return Number.isNaN(time.getTime()) ? `${seconds} s` : time.toISOString();
}

function printVerdict(output: Output, verdict: ProofVerdict): void {
  if (!verdict.ok) {
    output.out(`${paint(output, ['bold', 'red'], 'refused')} — ${verdict.code}: ${printable(verdict.reason)}\n`);
    return;
  }
  const { origin, size, witnesses } = verdict.checkpoint;
  const ok = paint(output, ['bold', 'green'], 'ok');
  const log = printable(origin);
  if (verdict.kind === 'consistency')
    output.out(
      `${ok} — the log ${log} of ${plural(size, 'event')} begins with the ${plural(verdict.from.size, 'event')} of the older checkpoint\n`,
    );
  else output.out(`${ok} — event ${verdict.seq} is in the log ${log} of ${plural(size, 'event')}\n`);
  for (const { name, time } of witnesses) output.out(`  cosigned by ${printable(name)} at ${toTime(time)}\n`);
  if (verdict.kind === 'consistency') return;
  output.out('  ');
  printEvent(output, verdict.event);
  output.out(`${printable(verdict.line)}\n`);
}
