import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENESIS } from '../src/format/chain.ts';
import { formatLine, prepareEvent } from '../src/format/line.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { requireValidLog } from './support/require-valid-log.ts';
import { sampleDraft } from './support/sample.ts';

/** Compares durable appends: batched appends of AuditLog, and one `fdatasync` for each event. Both write the same lines. */
const IN_FLIGHT = 64;

interface Sizes {
  readonly rounds: number;
  /** Number of events that each concurrent writer appends. */
  readonly each: number;
  /** Number of events with one `fdatasync` each. */
  readonly alone: number;
}

export const full: Sizes = { rounds: 7, each: 313, alone: 1_000 };
export const smoke: Sizes = { rounds: 1, each: 2, alone: 10 };

/** @returns events per second */
async function appendTogether(log: AuditLog, each: number): Promise<number> {
  const started = performance.now();
  const writers = Array.from({ length: IN_FLIGHT }, async () => {
    for (let index = 0; index < each; index += 1) await log.append([sampleDraft(index)]);
  });
  await Promise.all(writers);
  return ((IN_FLIGHT * each) / (performance.now() - started)) * 1_000;
}

/** @returns events per second */
async function appendAlone(path: string, events: number): Promise<number> {
  const descriptor = openSync(path, 'a');
  let head = GENESIS;
  const started = performance.now();
  for (let index = 0; index < events; index += 1) {
    const { entry_hash, line, seq } = formatLine(prepareEvent(sampleDraft(index)), head.seq + 1, Date.now(), head.hash);
    writeSync(descriptor, `${line}\n`);
    fdatasyncSync(descriptor);
    head = { seq, hash: entry_hash, hasOwn: true };
  }
  const rate = (events / (performance.now() - started)) * 1_000;
  closeSync(descriptor);
  await requireValidLog(path, events);
  return rate;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
}

export async function run(sizes: Sizes): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  const path = join(folder, 'audit.jsonl');
  const log = new AuditLog(path);
  const rounds: { readonly together: number; readonly alone: number }[] = [];
  await appendTogether(log, sizes.each);
  for (let round = 0; round < sizes.rounds; round += 1) {
    rounds.push({
      alone: await appendAlone(join(folder, `alone-${round}.jsonl`), sizes.alone),
      together: await appendTogether(log, sizes.each),
    });
  }
  await log.close();
  await requireValidLog(path, IN_FLIGHT * sizes.each * (sizes.rounds + 1));
  rmSync(folder, { recursive: true });

  const alone = median(rounds.map((round) => round.alone));
  const together = median(rounds.map((round) => round.together));
  const ratio = median(rounds.map((round) => round.together / round.alone));
  const show = (rate: number) => Math.round(rate).toLocaleString('en');
  console.log(`| durable append, median of ${sizes.rounds} | measured | at least |`);
  console.log('|---|---|---|');
  console.log(`| one fdatasync per event | ${show(alone)} events/s | |`);
  console.log(`| AuditLog, ${IN_FLIGHT} in flight | ${show(together)} events/s | |`);
  console.log(`| ratio | ${ratio.toFixed(1)}× | 10× |`);
}
