import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENESIS } from '../src/format/chain.ts';
import { formatLine, prepareEvent } from '../src/format/line.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { sampleDraft } from './support/sample.ts';

/** Durable appends: many at a time go into one write, against one `fdatasync` an event. Both make the same lines. */
const IN_FLIGHT = 64;
const ROUNDS = 7;
const TOGETHER = 20_000;
const ALONE = 1_000;

const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
const log = new AuditLog(join(folder, 'audit.jsonl'));

async function appendTogether(): Promise<number> {
  const started = performance.now();
  const writers = Array.from({ length: IN_FLIGHT }, async () => {
    for (let index = 0; index < TOGETHER / IN_FLIGHT; index += 1) await log.append([sampleDraft(index)]);
  });
  await Promise.all(writers);
  return (TOGETHER / (performance.now() - started)) * 1_000;
}

function appendAlone(): number {
  const descriptor = openSync(join(folder, 'alone.jsonl'), 'a');
  let head = GENESIS;
  const started = performance.now();
  for (let index = 0; index < ALONE; index += 1) {
    const { entry_hash, line, seq } = formatLine(prepareEvent(sampleDraft(index)), head.seq + 1, Date.now(), head.hash);
    writeSync(descriptor, `${line}\n`);
    fdatasyncSync(descriptor);
    head = { seq, hash: entry_hash, hasOwn: true };
  }
  const rate = (ALONE / (performance.now() - started)) * 1_000;
  closeSync(descriptor);
  return rate;
}

const rounds: { readonly together: number; readonly alone: number }[] = [];
await appendTogether();
for (let round = 0; round < ROUNDS; round += 1) rounds.push({ alone: appendAlone(), together: await appendTogether() });
await log.close();
rmSync(folder, { recursive: true });

const median = (values: readonly number[]) => values.toSorted((left, right) => left - right)[ROUNDS >> 1] ?? 0;
const alone = median(rounds.map((round) => round.alone));
const together = median(rounds.map((round) => round.together));
const ratio = median(rounds.map((round) => round.together / round.alone));
const show = (rate: number) => Math.round(rate).toLocaleString('en');
console.log(`| durable append, median of ${ROUNDS} | measured | at least |`);
console.log('|---|---|---|');
console.log(`| one fdatasync an event | ${show(alone)} events/s | |`);
console.log(`| AuditLog, ${IN_FLIGHT} in flight | ${show(together)} events/s | |`);
console.log(`| ratio | ${ratio.toFixed(1)}× | 10× |`);
