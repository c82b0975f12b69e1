import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLog } from './support/write-log.ts';

/** T52: megabytes a second that a filter without a match reads at least. */
const LEAST_SPEED = 300;

interface Sizes {
  /** Size of the log in megabytes. */
  readonly megabytes: number;
}

export const full: Sizes = { megabytes: 2_000 };
export const smoke: Sizes = { megabytes: 8 };

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
  readonly shown: number;
}

function measure(what: string, path: string): Measured {
  const script = new URL('support/measure-show.ts', import.meta.url).pathname;
  const argv = ['--conditions=@agent-safe/source', script, what, path];
  const { status, stderr, stdout } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${what}: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}

export async function run({ megabytes }: Sizes): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  const path = join(folder, 'audit.jsonl');
  try {
    const events = writeLog(path, megabytes * 1_000_000);
    console.log(`| reading a log of ${megabytes} MB (T52) | MB/s | beside hashing its lines | memory | limit |`);
    console.log('|---|---|---|---|---|');
    const base = measure('hash', path);
    const least = `${LEAST_SPEED} MB/s`;
    for (const [what, name, expected, limit] of [
      ['hash', 'SHA-256 of each line', events, ''],
      ['caller', 'a caller without a match', 0, least],
      ['since', 'a time without a match', 0, least],
      ['export', 'all events, exported', events, ''],
    ] as const) {
      const { megabytes: memory, seconds, shown } = what === 'hash' ? base : measure(what, path);
      if (shown !== expected) throw new Error(`${name}: ${shown} events instead of ${expected}`);
      const ratio = `${(base.seconds / seconds).toFixed(2)} ×`;
      console.log(`| ${name} | ${(megabytes / seconds).toFixed(0)} | ${ratio} | ${memory.toFixed(0)} MB | ${limit} |`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
