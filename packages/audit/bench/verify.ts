import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENESIS } from '../src/format/chain.ts';
import { formatLine, prepareEvent } from '../src/format/line.ts';
import { noteVerifier } from '../src/format/note.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { requireValidLog } from './support/require-valid-log.ts';
import { sampleDraft } from './support/sample.ts';

/** Compares verifying a log with SHA-256 of the same file, which is the upper bound. */
interface Sizes {
  readonly events: number;
  readonly rounds: number;
}

export const full: Sizes = { events: 100_000, rounds: 7 };
export const smoke: Sizes = { events: 100, rounds: 1 };

interface Measure {
  readonly name: string;
  readonly work: () => unknown;
  readonly limit: number | undefined;
}

function writeLog(path: string, events: number): void {
  let head = GENESIS;
  const lines: string[] = [];
  for (let index = 0; index < events; index += 1) {
    const { entry_hash, line, seq } = formatLine(prepareEvent(sampleDraft(index)), head.seq + 1, 0, head.hash);
    lines.push(line, '\n');
    head = { seq, hash: entry_hash, hasOwn: true };
  }
  writeFileSync(path, lines.join(''));
}

async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
}

export async function run({ events, rounds }: Sizes): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  const path = join(folder, 'audit.jsonl');
  writeLog(path, events);
  await requireValidLog(path, events);
  const megabytes = statSync(path).size / 1e6;
  const verifiers = [noteVerifier('bench', generateKeyPairSync('ed25519').publicKey)];
  const measures: readonly Measure[] = [
    {
      name: 'SHA-256 of the file',
      work: () => createHash('sha256').update(readFileSync(path)).digest(),
      limit: undefined,
    },
    { name: 'verify, with parsing', work: () => verifyLog(path), limit: 0.15 },
    { name: 'verify, with the tree', work: () => verifyLog(path, { verifiers }), limit: 0.07 },
  ];
  const rates = measures.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { work }] of measures.entries()) {
      const rate = (megabytes / (await time(work))) * 1_000;
      // The first round is a warm-up.
      if (round > 0) rates[index]?.push(rate);
    }
  }
  rmSync(folder, { recursive: true });

  const base = rates[0] ?? [];
  console.log(
    `| ${events.toLocaleString('en')} events, ${megabytes.toFixed(0)} MB, median of ${rounds} | MB/s | of SHA-256 | at least |`,
  );
  console.log('|---|---|---|---|');
  for (const [index, { limit, name }] of measures.entries()) {
    const own = rates[index] ?? [];
    const ratio = median(own.map((value, round) => value / (base[round] ?? 1)));
    const share = limit === undefined ? '' : `${ratio.toFixed(2)}×`;
    console.log(`| ${name} | ${median(own).toFixed(0)} | ${share} | ${limit === undefined ? '' : `${limit}×`} |`);
  }
}
