import { spawnSync } from 'node:child_process';
import { createPrivateKey, hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anyDraft, isNightly } from '@agent-safe/testkit';
import { signCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { MerkleTree } from '../../src/format/merkle.ts';
import { formatVerifierKey, type NoteSigner, noteSigner, signNote } from '../../src/format/note.ts';
import { openAuditLog } from '../../src/open-audit-log.ts';
import { type BuiltProof, proveEvent, proveGrowth } from '../../src/proof/build-proof.ts';
import { askLitewitness } from './litewitness.ts';
import vectors from './vectors.json' with { type: 'json' };

/** Verifies our notes and trees with Go packages, and checks that Go still generates the same vectors. */
const folder = fileURLToPath(new URL('.', import.meta.url));

const SEED = 'audit interop 1';
const TREES = 96;
const NOTES = 96;
const LOGS = 16;
const MOST_LEAVES = 300;
const LETTERS = [
  'a',
  'Z',
  ' ',
  '—',
  '+',
  '=',
  '\n',
  '\n\n',
  '\u0085',
  '\u2028',
  '\u007f',
  'è',
  '終',
  '💥',
  '— a AAAAAAAA\n',
];

interface Made {
  readonly verifierKey: string;
  readonly note: string;
  /** Base64; only if the note is a checkpoint. */
  readonly leaves?: readonly string[];
  /** Files that prove events and the growth of a log. */
  readonly proofs?: readonly string[];
}

const signers = vectors.keys.map(({ name, privateKey }) =>
  noteSigner(name, createPrivateKey({ format: 'jwk', key: privateKey })),
);

/** Returns a hash that depends only on the parts. */
function draw(...parts: readonly (string | number)[]): Buffer {
  return hash('sha256', [SEED, ...parts].join(' '), 'buffer');
}

function below(limit: number, ...parts: readonly (string | number)[]): number {
  return draw(...parts).readUInt32BE() % limit;
}

function pickSigner(index: number): NoteSigner {
  const signer = signers[index % signers.length];
  if (signer === undefined) throw new Error('the vectors have no key');
  return signer;
}

function makeCheckpoint(index: number): Made {
  const signer = pickSigner(index);
  // All small sizes, and then random ones.
  const size = index < TREES / 2 ? index : below(MOST_LEAVES, 'size', index);
  const pause = below(size + 1, 'pause', index);
  const leaves = Array.from({ length: size }, (_, leaf) => draw('leaf', index, leaf));
  const first = new MerkleTree();
  for (const leaf of leaves.slice(0, pause)) first.append(leaf);
  // As after a restart: the tree continues from its stored subtrees.
  const tree = new MerkleTree(first.size, first.subtrees);
  for (const leaf of leaves.slice(pause)) tree.append(leaf);
  return {
    verifierKey: formatVerifierKey(signer),
    note: signCheckpoint(tree.size, tree.root(), signer),
    leaves: leaves.map((leaf) => leaf.toString('base64')),
  };
}

function makeNote(index: number): Made {
  const signer = pickSigner(index);
  const letters = Array.from(draw('text', index), (byte) => LETTERS[byte % LETTERS.length]);
  const text = `${letters.slice(0, index % 32).join('')}\n`;
  return { verifierKey: formatVerifierKey(signer), note: signNote(text, signer) };
}

/** Proves all events and all older checkpoints of a log in several files. */
async function makeProofs(index: number, folder: string): Promise<Made> {
  const signer = pickSigner(index);
  const log = openAuditLog(join(folder, `${index}.jsonl`), { maxBytes: 8_192 });
  try {
    const proofs: string[] = [];
    const notes: string[] = [];
    for (let round = 0; round <= index; round += 1) {
      await log.append([anyDraft({ event_type: 'decision', fields: { reason: `round ${round} — “é” 終 💥` } })]);
      notes.push((await log.signCheckpoint(signer)).note);
    }
    const note = notes.at(-1) ?? '';
    for (const older of notes) proofs.push(textOf(await proveGrowth(log.name, older, note)));
    for (let seq = 1; seq <= 2 * index + 1; seq += 1) proofs.push(textOf(await proveEvent(log.name, seq, note)));
    return { verifierKey: formatVerifierKey(signer), note, proofs };
  } finally {
    await log.close();
  }
}

function textOf(built: BuiltProof): string {
  if (!built.ok) throw new Error(built.reason);
  return built.text;
}

function go(...argv: readonly string[]): {
  readonly missing: boolean;
  readonly failure?: string;
  readonly out: string;
} {
  const { error, status, stderr, stdout } = spawnSync('go', ['run', '.', ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return { missing: true, out: '' };
  if (status !== 0) return { missing: false, failure: error?.message ?? stderr.trim(), out: '' };
  return { missing: false, out: stdout };
}

function askGo(file: string): { readonly passed: boolean; readonly line: string } {
  const verified = go('verify', file);
  if (verified.missing) return { passed: true, line: 'skipped: the go command is not installed' };
  if (verified.failure !== undefined) return { passed: false, line: `go verify: ${verified.failure}` };
  const remade = go('vectors');
  if (remade.failure !== undefined) return { passed: false, line: `go vectors: ${remade.failure}` };
  if (remade.out !== readFileSync(join(folder, 'vectors.json'), 'utf8'))
    return { passed: false, line: 'vectors.json is out of date. Run "go run . vectors > vectors.json"' };
  return { passed: true, line: `Go: ${verified.out.trim()}, and so do the vectors` };
}

const temporary = mkdtempSync(join(tmpdir(), 'audit-interop-'));
try {
  const made = [
    ...Array.from({ length: TREES }, (_, index) => makeCheckpoint(index)),
    ...Array.from({ length: NOTES }, (_, index) => makeNote(index)),
    ...(await Promise.all(Array.from({ length: LOGS }, (_, index) => makeProofs(index, temporary)))),
  ];
  const file = join(temporary, 'made.json');
  writeFileSync(file, JSON.stringify(made));
  const { line, passed } = askGo(file);
  console.log(line);
  // Its modules take minutes to build the first time.
  console.log(isNightly ? await askLitewitness(temporary, pickSigner(0)) : 'skipped: litewitness runs at night');
  process.exitCode = passed ? 0 : 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
