import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningPeer, startAgentSafe, startCerbos, startOpa } from './support/servers.ts';

/**
 * Evaluations over HTTP with 64 connections, beside the servers of OPA (with its decision log) and Cerbos (with its audit log): the same
 * 20 rules, in turn, on one machine. Agent-Safe records each decision durably before it answers; the others do not wait for a disk.
 * `infra/peers/install.sh` installs the others. Without them, Agent-Safe is measured alone.
 */
const CONNECTIONS = 64;

interface Sizes {
  readonly requests: number;
  readonly turns: number;
}

export const full: Sizes = { requests: 60_000, turns: 5 };
export const smoke: Sizes = { requests: 200, turns: 1 };

interface Measured {
  readonly failures: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function run({ requests, turns }: Sizes): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'agent-safe-bench-'));
  const folder = (name: string) => {
    const path = join(root, name);
    mkdirSync(path);
    return path;
  };
  const { AGENT_SAFE_BENCH_CERBOS: cerbos, AGENT_SAFE_BENCH_OPA: opa } = process.env;
  const peers: RunningPeer[] = [];
  try {
    peers.push(await startAgentSafe(folder('agent-safe'), findCommand()));
    if (opa !== undefined) peers.push(await startOpa(folder('opa'), opa));
    if (cerbos !== undefined) peers.push(await startCerbos(folder('cerbos'), cerbos));
    const results = new Map<RunningPeer, Measured[]>(peers.map((peer) => [peer, []]));
    for (let turn = -1; turn < turns; turn++) {
      for (const [peer, list] of results) {
        const measured = await load(peer, turn < 0 ? Math.ceil(requests / 4) : requests);
        if (measured.failures > 0) throw new Error(`${peer.name}: ${measured.failures} answers were no 200.`);
        if (turn >= 0) list.push(measured);
      }
    }
    print(results);
    requireRecorded(join(root, 'agent-safe', 'audit.jsonl'), turns * requests);
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
    rmSync(root, { recursive: true, force: true });
  }
}

/** The built command if it is there, as users run it; otherwise the source. */
function findCommand(): readonly string[] {
  const source = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
  return [process.execPath, '--conditions=@agent-safe/source', source];
}

async function load({ port, request }: RunningPeer, requests: number): Promise<Measured> {
  const program = fileURLToPath(new URL('support/load.ts', import.meta.url));
  const argv = [program, String(port), String(CONNECTIONS), String(requests)];
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(request);
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8')) output += text;
  return JSON.parse(output) as Measured;
}

function print(results: ReadonlyMap<RunningPeer, readonly Measured[]>): void {
  const median = (list: readonly Measured[], key: 'p50' | 'p99' | 'perSecond') =>
    list.map((each) => each[key]).toSorted((left, right) => left - right)[list.length >> 1] ?? Number.NaN;
  const [own] = [...results.values()].map((list) => median(list, 'perSecond'));
  console.log('| server | answers a second | p50 ms | p99 ms | Agent-Safe is |\n| --- | --- | --- | --- | --- |');
  for (const [{ name }, list] of results) {
    const speed = median(list, 'perSecond');
    const ratio = name === 'Agent-Safe' ? '' : `${((own ?? Number.NaN) / speed).toFixed(2)} × as fast`;
    const [p50, p99] = [median(list, 'p50').toFixed(1), median(list, 'p99').toFixed(1)];
    console.log(`| ${name} | ${Math.round(speed)} | ${p50} | ${p99} | ${ratio} |`);
  }
}

/** @throws Error if an answered decision is not in the log */
function requireRecorded(path: string, least: number): void {
  const lines = readFileSync(path, 'utf8').split('\n').length - 1;
  if (lines < least) throw new Error(`The log has ${lines} events, but ${least} decisions were answered.`);
}
