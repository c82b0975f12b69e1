import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditLog, openAuditLog, verifyLog } from '@agent-safe/audit';
import type { AuditEvent } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AwsProxy, openProxy } from './support/aws-proxy.ts';
import type { TicketRun } from './support/children/run-ticket.ts';
import { ACTIONS, openLive, summarize } from './support/live.ts';
import { instanceState, isDown, NEEDS, REGION, runInstance } from './support/moto.ts';

const CHILD = fileURLToPath(new URL('./support/children/run-ticket.ts', import.meta.url));
const ACTION = 'ec2-stop-instance';
const WRITE = 'StopInstances';
/** Milliseconds after which every run has ended. */
const LATER = 600_000;

/** Runs a ticket in another process. @returns its output; empty if it was killed */
function launch(
  run: TicketRun,
  proxy?: { readonly at: number; readonly moment: 'before' | 'after'; readonly proxy: AwsProxy },
) {
  const node = ['--conditions=@agent-safe/source', CHILD, JSON.stringify(run)];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
  proxy?.proxy.killAt(proxy.at, proxy.moment, () => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return new Promise<string>((resolve) => child.on('close', () => resolve(text)));
}

async function open() {
  const proxy = await openProxy();
  const path = join(makeFolder(), 'audit.jsonl');
  const id = await runInstance();
  const live = openLive({ account: { endpoint_url: proxy.url } });
  const action = ACTIONS.find(({ name }) => name === ACTION);
  if (action === undefined) throw new Error(`The catalog must have ${ACTION}.`);
  const ticket = live.issue(ACTION, { instance_id: id, region: REGION });
  const run: TicketRun = { action, endpoint: proxy.url, keys: live.all.tickets.keys, log: path, ticket };
  return { id, path, proxy, run, ticket };
}

function readEvents(path: string): readonly AuditEvent[] {
  // A process that was killed may leave no log, or a torn line.
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return lines.flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as AuditEvent] : []));
}

/** Opens a runner on the log of the killed run. @param passed milliseconds since the kill */
function reopen(path: string, endpoint: string, passed: number) {
  const clock = () => Date.now() + passed;
  const audit = new AuditLog(path, { clock });
  onTestFinished(() => audit.close());
  return openLive({ account: { endpoint_url: endpoint }, runner: { audit, clock, history: openAuditLog(path) } })
    .runner;
}

describe.skipIf(isDown)(`a runner that is killed${NEEDS}`, () => {
  test('T27 at each request to AWS: no effect without an intent, every intent ends, and nothing runs twice', async () => {
    const whole = await open();
    expect(JSON.parse(await launch(whole.run))).toMatchObject({ outcome: 'success' });
    const operations = whole.proxy.requests.map(({ operation }) => operation);
    expect(operations.filter((each) => each === WRITE)).toHaveLength(1);

    const outcomes = new Map<string, number>();
    for (const moment of ['before', 'after'] as const) {
      for (const at of operations.keys()) {
        const { id, path, proxy, run, ticket } = await open();
        const where = `killed ${moment} request ${at + 1}, ${operations[at]}`;
        expect(await launch(run, { at: at + 1, moment, proxy }), where).toBe('');
        const hadIntent = readEvents(path).some(({ event_type }) => event_type === 'execution_intent');
        const hadEffect = (await instanceState(id)) === 'stopped';
        if (proxy.of(WRITE).length > 0) expect(hadIntent, where).toBe(true);

        await reopen(path, proxy.url, LATER).reconcile();
        const ended = readEvents(path).filter(({ event_type }) => event_type === 'execution_outcome');
        expect(
          ended.map((event) => Reflect.get(event, 'outcome')),
          where,
        ).toEqual(hadIntent ? ['unknown'] : []);
        const again = summarize(await reopen(path, proxy.url, 0).run(ticket, { executor: 'aws', timeout: 30 }));
        expect(again, where).toBe(hadIntent ? 'refused ticket_replayed' : 'success');
        expect(await instanceState(id), where).toBe(hadIntent && !hadEffect ? 'running' : 'stopped');
        expect(proxy.of(WRITE).length, where).toBeLessThanOrEqual(1);
        expect((await verifyLog(path)).verdict, where).toMatch(/^ok/);
        const outcome = `${hadIntent ? 'intent' : 'no intent'}, ${hadEffect ? 'effect' : 'no effect'}`;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    // The test proves little if it sees only one kind of end.
    expect([...outcomes.keys()].toSorted()).toEqual(['intent, effect', 'intent, no effect', 'no intent, no effect']);
  });
});
