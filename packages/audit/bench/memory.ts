import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLog } from './support/write-log.ts';

/**
 * Measures the memory for verifying a log and for showing its end, each in its own process. The logs have 100 MB and the number of GB
 * in AGENT_SAFE_BENCH_GB (default 1). A log of 10 GB takes some minutes and 10 GB on the disk.
 */
const GIGABYTES = Number(process.env.AGENT_SAFE_BENCH_GB ?? 1);
const reader = fileURLToPath(new URL('support/read-log.ts', import.meta.url));

/** Size of each log, in bytes. */
type Sizes = readonly number[];

export const full: Sizes = [1e8, GIGABYTES * 1e9];
export const smoke: Sizes = [1e6];

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

function measure(what: string, path: string, events: number): Measured {
  const argv = ['--conditions=@agent-safe/source', reader, what, path, String(events)];
  const { stderr, stdout } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

export function run(sizes: Sizes): void {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  console.log(
    '| size of the log | events | verify | peak memory | verify, with the tree | peak memory | show its end | peak memory |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const size of sizes) {
    const path = join(folder, 'audit.jsonl');
    const events = writeLog(path, size);
    const cells = ['verify', 'verify-tree', 'show'].map((what) => {
      const { megabytes, seconds } = measure(what, path, events);
      return `${seconds.toFixed(2)} s | ${megabytes.toFixed(0)} MB`;
    });
    console.log(`| ${(size / 1e9).toFixed(1)} GB | ${events.toLocaleString('en')} | ${cells.join(' | ')} |`);
  }
  rmSync(folder, { recursive: true });
}
