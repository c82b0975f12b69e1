import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditLog, openAuditLog } from '@agent-safe/audit';
import { type AuditEvent, digestAction } from '@agent-safe/core';
import { Runner } from '@agent-safe/runner';
import { isNightly, sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { issueTicket, MemoryNonceStore } from '@agent-safe/tickets';
import { IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AwsStsVault } from '../../src/index.ts';
import { openProxy } from '../support/aws-proxy.ts';
import { ACCOUNT, createRole, DIRECT, isDown, NEEDS, REGION, runInstance } from '../support/moto.ts';
import { type KilledRun, MOMENTS } from './support/killed-run.ts';
import { ACTIONS } from './support/leases.ts';
import { useKeys } from './support/open-vault.ts';

const PROGRAM = fileURLToPath(new URL('./support/children/run-until-killed.ts', import.meta.url));
const KILLS = isNightly ? 500 : 21;
const PARALLEL = 3;
const MINUTE = 60_000;

/** Runs an action in another process. @returns its output; undefined if it was killed */
async function start(run: KilledRun): Promise<string | undefined> {
  const argv = ['--conditions=@agent-safe/source', PROGRAM, JSON.stringify(run)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv, { encoding: 'utf8' }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else if (error.signal === 'SIGKILL') resolve(undefined);
      else reject(error);
    });
  });
}

/** Opens runs of one action in other processes. All share one log, and reach the API by one proxy. */
async function openKills() {
  useKeys('AKIAVAULT');
  const [proxy, role_arn, instance_id] = await Promise.all([openProxy(), createRole(), runInstance()]);
  const account = { account_id: ACCOUNT, region: REGION, role_arn, endpoint_url: proxy.url };
  const action = ACTIONS.find(({ name }) => name === 'ec2-reboot-instance');
  if (action === undefined) throw new Error('The catalog has no ec2-reboot-instance.');
  const { signing: key, verification } = sampleTokenKey();
  const log = join(makeFolder(), 'audit.jsonl');
  const runOf = (audit_id: string): KilledRun => {
    const ticket = {
      ...{ action: action.name, definition: digestAction(action), params: { instance_id, region: REGION } },
      ...{ target: 'test/target', target_type: 'aws-ec2-instance', scope: { account: ACCOUNT, region: REGION } },
      ...{ caller: 'worker-01', caller_verified: true, caller_jti: null, chain: [], ticket_id: null },
      ...{ audit_id, evaluated_at: Date.now() },
    };
    const options = { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 7_200 };
    const { token } = issueTicket(ticket, options);
    return { ...{ account, action, log, verification, ticket: token }, request: 0, moment: 'before' };
  };
  const openRunner = (clock: () => number) => {
    const audit = new AuditLog(log, { clock });
    onTestFinished(() => audit.close());
    return new Runner({
      ...{ actions: [action], executors: [], audit, history: openAuditLog(log), clock },
      tickets: { keys: [verification], nonces: new MemoryNonceStore() },
      vault: new AwsStsVault({ accounts: { test: account }, clock }),
    });
  };
  const iam = new IAMClient(DIRECT);
  const RoleName = role_arn.split('/').at(-1);
  const policies = async () => (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [];
  /** The sessions that STS was asked for. */
  const sessions = () =>
    proxy.of('AssumeRole').map(({ body }) => new URLSearchParams(body).get('RoleSessionName') ?? '');
  const events = () =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as AuditEvent);
  return { events, openRunner, policies, runOf, sessions };
}

describe.skipIf(isDown)(`kills of a runner with the vault for AWS${NEEDS}`, { timeout: 1_800_000 }, () => {
  test(`T27 T31 after ${KILLS} kills at any request, every session is recorded, reconcile ends it, and sweep leaves nothing`, async () => {
    const { events, openRunner, policies, runOf, sessions } = await openKills();
    // A run that is not killed says how many requests there are.
    const whole = JSON.parse((await start(runOf('evt-whole'))) ?? '') as { requests: number; report: object };
    expect(whole.report).toMatchObject({ ok: true, outcome: 'success', credentials: { revoked: true } });
    const steps = whole.requests * MOMENTS.length;
    const runs = Array.from({ length: KILLS }, (_, index): KilledRun => {
      // Fewer kills than steps are spread over all steps.
      const step = KILLS < steps ? Math.floor((index * steps) / KILLS) : index % steps;
      const moment = MOMENTS[step % MOMENTS.length] ?? 'sent';
      return { ...runOf(`evt-kill-${index}`), request: 1 + Math.floor(step / MOMENTS.length), moment };
    });
    let killed = 0;
    const take = async (): Promise<void> => {
      for (let next = runs.shift(); next !== undefined; next = runs.shift())
        if ((await start(next)) === undefined) killed += 1;
    };
    await Promise.all(Array.from({ length: PARALLEL }, take));
    // A run may need fewer requests than the first one.
    expect(killed).toBeGreaterThan(KILLS * 0.8);
    const recorded = events().flatMap((event) => (event.event_type === 'credential_issued' ? [event.lease_id] : []));
    expect(sessions().filter((session) => !recorded.includes(session))).toEqual([]);
    const open = sessions().length - (await policies()).length;
    expect(open).toBeGreaterThan(0);
    // The time limit of the runs has passed, and their sessions live for some minutes more.
    const runner = openRunner(() => Date.now() + 5 * MINUTE);
    expect(await runner.reconcile()).toMatchObject({ busy: false, issued: [], running: [], unrevoked: [] });
    const denied = (await policies()).map((name) => name.replace('agent-safe-revoked-', ''));
    expect(sessions().filter((session) => !denied.includes(session))).toEqual([]);
    expect(await runner.sweepCredentials()).toMatchObject({ removed: [], failed: [] });
    const later = openRunner(() => Date.now() + 60 * MINUTE);
    expect(await later.sweepCredentials()).toMatchObject({ kept: [], failed: [] });
    expect(await policies()).toEqual([]);
    // Nothing is open any more.
    expect(await later.reconcile()).toMatchObject({ unknown: [], revoked: [], unrevoked: [] });
  });
});
