import { hash } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import { generateKeys } from '@agent-safe/registry';
import { AgentSafe, type CheckOptions } from '../src/index.ts';

/**
 * Measures checks in one long-lived process with 64 requests in flight: keys, state, and an event in the audit log that is durable
 * before the answer. Two peers in the same run: one write and one `fdatasync` for each event, and the JSON and SHA-256 of an event.
 */
const IN_FLIGHT = 64;
/** Checks a second are at least this many times the events a second with a sync each. */
const LEAST_RATIO = 6;
/** Largest growth of the heap over all checks of the memory measure, in MB. */
const MOST_GROWTH = 16;

interface Sizes {
  readonly rounds: number;
  readonly checks: number;
  /** Number of events with one `fdatasync` each. */
  readonly alone: number;
  readonly memory: number;
}

export const full: Sizes = { rounds: 5, checks: 10_000, alone: 500, memory: 1_000_000 };
export const smoke: Sizes = { rounds: 1, checks: 128, alone: 5, memory: 256 };

const request = { action: 'get-pod-logs', target: 'dev/debug-pod', params: { namespace: 'dev', pod: 'web-1' } };
const RULE = { name: 'logs', match: { actions: ['*'] }, decision: 'allow', reason: 'Reading logs in dev is allowed' };

async function openProject(folder: string): Promise<AgentSafe> {
  writeFileSync(join(folder, 'policies.yaml'), JSON.stringify({ rules: [RULE] }));
  writeFileSync(join(folder, 'keys.json'), generateKeys(), { mode: 0o600 });
  return AgentSafe.open({
    registry: actionsPath,
    policies: join(folder, 'policies.yaml'),
    inventory: inventoryPath,
    keys: join(folder, 'keys.json'),
    auditLog: join(folder, 'audit.jsonl'),
    state: join(folder, 'state.db'),
  });
}

/** Runs checks with 64 in flight. */
async function checkMany(safe: AgentSafe, caller: string, count: number, options: CheckOptions): Promise<void> {
  let begun = 0;
  const work = async () => {
    while (begun < count) {
      begun += 1;
      const { reason, result } = await safe.check({ ...request, caller }, options);
      // A denial would take less time, so it must not occur.
      if (result !== 'allow') throw new Error(reason);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

interface Speed {
  /** Per second. */
  readonly rate: number;
  /** CPU time of the process for each, in microseconds. */
  readonly cpu: number;
}

async function measure(count: number, work: () => Promise<void> | void): Promise<Speed> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { system, user } = process.cpuUsage(before);
  return { rate: (count / (performance.now() - started)) * 1_000, cpu: (system + user) / count };
}

/** Writes a line of the log again and again, with one sync each. */
function writeAlone(folder: string, line: string, count: number): void {
  const descriptor = openSync(join(folder, 'alone.jsonl'), 'a');
  for (let index = 0; index < count; index += 1) {
    writeSync(descriptor, `${line}\n`);
    fdatasyncSync(descriptor);
  }
  closeSync(descriptor);
}

function digestAlone(line: string, count: number): void {
  const event: unknown = JSON.parse(line);
  for (let index = 0; index < count; index += 1) hash('sha256', JSON.stringify(event));
}

function lastLine(folder: string): string {
  return readFileSync(join(folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
}

/** Returns the heap after a garbage collection, in MB. */
function readHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1_000_000;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
}

export async function run({ alone, checks, memory, rounds }: Sizes): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'check-bench-'));
  const safe = await openProject(folder);
  try {
    const token = await safe.tokens.issue({ agent_id: 'worker' });
    const kinds: readonly (readonly [string, string, CheckOptions])[] = [
      ['a name, no ticket', 'worker', { ticket: false }],
      ['a token, no ticket', token, { ticket: false }],
      ['a token, with a ticket', token, {}],
    ];
    await checkMany(safe, token, checks, { ticket: false });
    const line = lastLine(folder);
    const speeds = new Map<string, Speed[]>();
    const add = (name: string, speed: Speed) => speeds.set(name, [...(speeds.get(name) ?? []), speed]);
    // The rounds alternate, so that a busy machine slows down all of them.
    for (let round = 0; round < rounds; round += 1) {
      add('one sync an event', await measure(alone, () => writeAlone(folder, line, alone)));
      add('JSON and SHA-256', await measure(checks, () => digestAlone(line, checks)));
      for (const [name, caller, options] of kinds)
        add(name, await measure(checks, () => checkMany(safe, caller, checks, options)));
    }
    const rateOf = (name: string) => median(speeds.get(name)?.map(({ rate }) => rate) ?? []);
    const cpuOf = (name: string) => median(speeds.get(name)?.map(({ cpu }) => cpu) ?? []);
    const heap = readHeap();
    await checkMany(safe, token, memory, { ticket: false });
    const growth = readHeap() - heap;
    console.log(
      `| ${IN_FLIGHT} in flight | × one sync an event | CPU, × JSON and SHA-256 of its event |\n| --- | --: | --: |`,
    );
    for (const [name] of kinds) {
      const ratio = rateOf(name) / rateOf('one sync an event');
      console.log(`| ${name} | ${ratio.toFixed(1)} | ${(cpuOf(name) / cpuOf('JSON and SHA-256')).toFixed(1)} |`);
    }
    const least = rateOf('a token, no ticket') / rateOf('one sync an event');
    const [speed, size] = [least >= LEAST_RATIO ? 'reached' : 'missed', growth <= MOST_GROWTH ? 'reached' : 'missed'];
    console.log(`\nA check with a token: at least ${LEAST_RATIO} × one sync an event: ${speed}.`);
    console.log(`The heap grows by ${growth.toFixed(1)} MB over ${memory} checks, at most ${MOST_GROWTH}: ${size}.`);
  } finally {
    await safe.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
