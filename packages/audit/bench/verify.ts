import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENESIS } from '../src/format/chain.ts';
import { formatLine, prepareEvent } from '../src/format/line.ts';
import { noteVerifier } from '../src/format/note.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { sampleDraft } from './support/sample.ts';

/** Verifying a log, against SHA-256 of the same file: what can be no faster. */
const EVENTS = 100_000;
const ROUNDS = 7;

const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
const path = join(folder, 'audit.jsonl');
let head = GENESIS;
const lines: string[] = [];
for (let index = 0; index < EVENTS; index += 1) {
  const { entry_hash, line, seq } = formatLine(prepareEvent(sampleDraft(index)), head.seq + 1, 0, head.hash);
  lines.push(line, '\n');
  head = { seq, hash: entry_hash, hasOwn: true };
}
writeFileSync(path, lines.join(''));
const megabytes = statSync(path).size / 1e6;
const verifiers = [noteVerifier('bench', generateKeyPairSync('ed25519').publicKey)];

async function rate(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (megabytes / (performance.now() - started)) * 1_000;
}

const measures = [
  {
    name: 'SHA-256 of the file',
    work: () => createHash('sha256').update(readFileSync(path)).digest(),
    limit: undefined,
  },
  { name: 'verify, with parsing', work: () => verifyLog(path), limit: 0.15 },
  { name: 'verify, with the tree', work: () => verifyLog(path, { verifiers }), limit: 0.07 },
];
const rates = measures.map((): number[] => []);
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [index, { work }] of measures.entries()) {
    const measured = await rate(work);
    // The first round warms up.
    if (round > 0) rates[index]?.push(measured);
  }
}
rmSync(folder, { recursive: true });

const median = (values: readonly number[]) => values.toSorted((left, right) => left - right)[ROUNDS >> 1] ?? 0;
const base = rates[0] ?? [];
console.log(
  `| ${EVENTS.toLocaleString('en')} events, ${megabytes.toFixed(0)} MB, median of ${ROUNDS} | MB/s | of SHA-256 | at least |`,
);
console.log('|---|---|---|---|');
for (const [index, { limit, name }] of measures.entries()) {
  const own = rates[index] ?? [];
  const ratio = median(own.map((value, round) => value / (base[round] ?? 1)));
  const share = limit === undefined ? '' : `${ratio.toFixed(2)}×`;
  console.log(`| ${name} | ${median(own).toFixed(0)} | ${share} | ${limit === undefined ? '' : `${limit}×`} |`);
}
