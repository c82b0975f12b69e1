import { spawnSync } from 'node:child_process';
import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CHECK, PARAMS, withCliProject } from './support/cli-project.ts';
import { median } from './support/interleave.ts';
import { runCommand } from './support/packed.ts';

/** Measures commands beside a large log, each as a whole process of the published CLI (T52). */
const LIMITS = { check: 0.3, speed: 300, memory: 200, checkpoint: 3 };

interface Sizes {
  readonly megabytes: number;
  readonly runs: number;
}

export const full: Sizes = { megabytes: 2_000, runs: 7 };
export const smoke: Sizes = { megabytes: 4, runs: 1 };

/** Prints the peak memory of a process, in megabytes, after its own output. */
const MEMORY = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('memory ' + process.resourceUsage().maxRSS / 1024))",
)}`;
/** Reads 64 KiB every 2 ms, so 32 MB/s at most. */
const SLOW_READER =
  "const fs = require('fs'); const b = Buffer.alloc(65536); while (fs.readSync(0, b) > 0) for (const t = Date.now(); Date.now() - t < 2; );";

export function run({ megabytes, runs }: Sizes): void {
  withCliProject(({ home, main, project }) => {
    const log = join(project, 'audit.jsonl');
    const events = writeLog(log, megabytes * 1e6);
    const seconds = (...argv: string[]) => {
      const started = performance.now();
      runCommand(project, process.execPath, main, ...argv);
      return (performance.now() - started) / 1_000;
    };
    seconds(...CHECK);
    const check = median(Array.from({ length: runs }, () => seconds(...CHECK)));
    const filter = megabytes / seconds('audit', 'show', '--caller', 'absent-*');
    const toFile = exportTo(project, main, join(home, 'export.jsonl'));
    const toReader = exportSlowly(project, main);
    const sha = hashFile(log);
    const checkpoint = seconds('audit', 'checkpoint');

    console.log(`| beside a log of ${megabytes} MB, ${events.toLocaleString('en')} events (T52) | measured | limit |`);
    console.log('|---|---|---|');
    console.log(`| \`check\` in a new process, median of ${runs} | ${check.toFixed(2)} s | ${LIMITS.check} s |`);
    console.log(`| \`audit show\` with a filter without a match | ${filter.toFixed(0)} MB/s | ${LIMITS.speed} MB/s |`);
    console.log(`| memory of a full export to a file | ${toFile.toFixed(0)} MB | ${LIMITS.memory} MB |`);
    console.log(`| memory of a full export to a slow reader | ${toReader.toFixed(0)} MB | ${LIMITS.memory} MB |`);
    console.log(`| SHA-256 of the file, in Node.js | ${sha.toFixed(2)} s | |`);
    const ratio = `${checkpoint.toFixed(2)} s, ${(checkpoint / sha).toFixed(1)} ×`;
    console.log(`| the first \`audit checkpoint\` | ${ratio} | ${LIMITS.checkpoint} × |`);
  });
}

/** Writes a log of decisions of about 850 bytes. @returns the number of its events */
function writeLog(path: string, bytes: number): number {
  const file = openSync(path, 'w');
  const reason = 'The change was requested by the release pipeline, and the rule of the team allows it. '.repeat(3);
  const rest = {
    action: 'restart-deployment',
    target: 'dev/test-app',
    caller: 'deploy-agent',
    params: JSON.parse(PARAMS),
  };
  let [before, seq] = ['0'.repeat(64), 0];
  for (let written = 0; written < bytes; ) {
    const lines: string[] = [];
    for (let count = 0; count < 2_000; count += 1) {
      seq += 1;
      const ids = { v: 1, seq, event_id: `evt-${seq}`, timestamp: new Date(1_767_600_000_000 + seq).toISOString() };
      const event = {
        ...ids,
        event_type: 'decision',
        result: 'allow',
        ...rest,
        reason,
        more: reason,
        prev_hash: before,
      };
      const open = JSON.stringify(event);
      before = hash('sha256', open);
      lines.push(`${open.slice(0, -1)},"entry_hash":"${before}"}\n`);
    }
    written += writeSync(file, lines.join(''));
  }
  closeSync(file);
  return seq;
}

const EXPORT = ['audit', 'show', '--all', '--json'];

function readMemory(report: string): number {
  const [, memory] = /memory ([\d.]+)$/.exec(report) ?? [];
  if (memory === undefined) throw new Error(`The export failed: ${report}`);
  return Number(memory);
}

/** @returns peak memory in megabytes */
function exportTo(cwd: string, main: string, path: string): number {
  const file = openSync(path, 'w');
  const argv = ['--import', MEMORY, main, ...EXPORT];
  const { stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', stdio: ['ignore', file, 'pipe'] });
  closeSync(file);
  return readMemory(stderr);
}

/** @returns peak memory in megabytes */
function exportSlowly(cwd: string, main: string): number {
  const pipe = '"$0" --import "$1" "$2" audit show --all --json | "$0" -e "$3"';
  const argv = ['-c', pipe, process.execPath, MEMORY, main, SLOW_READER];
  return readMemory(spawnSync('sh', argv, { cwd, encoding: 'utf8' }).stderr);
}

/** @returns seconds */
function hashFile(path: string): number {
  const started = performance.now();
  const [file, digest, buffer] = [openSync(path, 'r'), createHash('sha256'), Buffer.alloc(1024 * 1024)];
  for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer))
    digest.update(buffer.subarray(0, count));
  closeSync(file);
  digest.digest();
  return (performance.now() - started) / 1_000;
}
