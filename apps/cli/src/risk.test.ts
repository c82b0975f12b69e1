import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';

const project = projects('2026-01-05T12:00:00Z');

const DEV = ['check', 'restart-deployment', '--target', 'dev/test-app'];
const DEV_PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];
const UNKNOWN = ['check', 'unheard-of'];

/** Asks once a second. */
async function askOften({ run, time }: TestProject, times: number, ...more: string[]): Promise<readonly number[]> {
  const exits: number[] = [];
  for (let count = 0; count < times; count += 1) {
    exits.push((await run(...DEV, ...DEV_PARAMS, ...more)).exit);
    time.now += 1_000;
  }
  return exits;
}

describe('risk show', () => {
  test('says what a score is made of, when it falls, and what is left to ask', async () => {
    const here = project();
    const worker = await here.identity('worker');
    await askOften(here, 2, '--caller', worker);
    await here.run(...UNKNOWN, '--caller', worker);
    const { err, exit, out } = await here.run('risk', 'show');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    for (const line of [
      '^agent:worker — proven by its token, with all that it delegated to$',
      '^ {2}risk {5}10 within 3600 seconds \\(low\\); from 30 on a person has to approve, from 75 on everything is denied$',
      '^ {2}made of {2}5 at 2026-01-05T12:00:00\\.000Z$',
      '^ {11}5 at 2026-01-05T12:00:01\\.000Z$',
      '^ {2}falls {4}to 5 at 2026-01-05T13:00:00\\.000Z, in 59 minutes$',
      '^ {2}asked {4}3 of 100 times within 60 seconds; 97 left$',
      '^ {2}circuit {2}closed: 1 of 20 denials within 60 seconds$',
      '^ {2}next {5}is let through now$',
    ]) {
      expect(out).toMatch(new RegExp(line, 'm'));
    }
  });

  test('T14 is about the root of a delegation, by its name or by any token of it', async () => {
    const here = project();
    const root = await here.identity('root', '--role', 'deployer');
    const child = (await here.run('delegation', 'create', root, '--child-id', 'child')).out.trim();
    await askOften(here, 1, '--caller', child);
    for (const caller of ['root', root, child]) {
      expect((await here.run('risk', 'show', '--caller', caller)).out).toMatch(/^agent:root — .*\n {2}risk {5}5 /);
    }
    expect((await here.run('risk', 'show', '--caller', 'child')).out).toBe(
      'agent:child — proven by its token, with all that it delegated to\n  It has not asked for anything that still counts.\n',
    );
    expect(await here.run('risk', 'show', '--caller', `${root}x`)).toMatchObject({
      exit: 1,
      err: expect.stringContaining('ERR_IDENTITY_INVALID'),
    });
  });

  test('T14 says that names that nothing proves share one budget', async () => {
    const here = project();
    await askOften(here, 1, '--caller', 'made-up-01');
    await askOften(here, 1, '--caller', 'made-up-02');
    expect((await here.run('risk', 'show')).out).toMatch(
      /^unverified: — all callers that no token proves share one budget\n {2}risk {5}10 /,
    );
    here.edit('.agent-safe/keys.json', () => '{"keys": []}');
    await askOften(here, 1, '--caller', 'somebody');
    await askOften(here, 1);
    const { out } = await here.run('risk', 'show');
    expect(out).toContain('name:somebody — whoever gives this name: nothing proves it\n');
    expect(out).toContain('nobody: — all requests that name no caller share one budget\n');
    expect((await here.run('risk', 'show', '--caller', 'somebody')).out).toMatch(/^name:somebody — .*\n {2}risk {5}5 /);
  });

  test('T14 shows when one that asked too often is let through again', async () => {
    const here = project();
    here.edit('agent-safe.yaml', (text) => text.replace('max_requests: 100', 'max_requests: 2'));
    const worker = await here.identity('worker');
    expect(await askOften(here, 3, '--caller', worker)).toEqual([0, 0, 3]);
    const { out } = await here.run('risk', 'show', '--caller', 'worker');
    expect(out).toMatch(/^ {2}asked {4}2 of 2 times within 60 seconds; 0 left$/m);
    expect(out).toMatch(
      /^ {2}next {5}is let through at 2026-01-05T12:01:00\.000Z, in 57 seconds; now it is rate_limited$/m,
    );
  });

  test('shows one that is paused', async () => {
    const here = project();
    here.edit('agent-safe.yaml', (text) =>
      text.replace('circuit_breaker_threshold: 20', 'circuit_breaker_threshold: 1'),
    );
    await here.run(...UNKNOWN);
    const { out } = await here.run('risk', 'show');
    expect(out).toMatch(/^ {2}circuit {2}open: /m);
    expect(out).toMatch(
      /^ {2}next {5}is let through at 2026-01-05T12:05:00\.000Z, in 5 minutes; now it is circuit_open$/m,
    );
  });

  test('has documents with times as all others have them', async () => {
    const here = project();
    await askOften(here, 1, '--caller', await here.identity('worker'));
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    expect(JSON.parse((await here.run('risk', 'show', '--json')).out)).toEqual({
      cumulative_risk: expect.objectContaining({ escalation_threshold: 30, deny_threshold: 75 }) as object,
      rate_limit: expect.objectContaining({ max_requests: 100 }) as object,
      callers: [
        {
          key: 'agent:worker',
          risk: {
            score: 5,
            count: 1,
            class: 'low',
            entries: [{ at: time, weight: 5, count: 1 }],
            falls: { at: time, to: 0 },
          },
          rate: { requests: 1, remaining: 99, circuit: 'closed', denials: 0, next: { admitted: true } },
        },
      ],
    });
  });

  test('stays short where there is much', async () => {
    const here = project();
    here.edit('agent-safe.yaml', (text) =>
      text
        .replace('escalation_threshold: 30', 'escalation_threshold: 1000')
        .replace('deny_threshold: 75', 'deny_threshold: 1000'),
    );
    await askOften(here, 8);
    const { out } = await here.run('risk', 'show');
    expect(out).toMatch(/^ {2}made of {2}15 by 3 requests before these$/m);
    expect(out.match(/^ {11}5 at /gm)).toHaveLength(5);
  });

  test('says that nobody has asked, and which settings are missing', async () => {
    const here = project();
    expect((await here.run('risk', 'show')).out).toBe('Nobody has asked for anything that still counts.\n');
    here.edit('agent-safe.yaml', (text) => text.replace(/^rate_limit:\n(?: {2}.*\n)+/m, ''));
    await askOften(here, 1);
    const half = await here.run('risk', 'show');
    expect(half.err).toBe(
      `There is no "rate_limit" in ${join(here.cwd, 'agent-safe.yaml')}: nobody is limited in how often it may ask.\n`,
    );
    expect(half.out).toMatch(/^ {2}falls /m);
    expect(half.out).not.toMatch(/^ {2}asked /m);
    here.edit('agent-safe.yaml', (text) => text.replace(/^cumulative_risk:\n(?: {2}.*\n)+/m, ''));
    const none = await here.run('risk', 'show');
    expect(none).toMatchObject({ exit: 0, out: '', err: expect.stringContaining('"cumulative_risk"') });
  });

  test('works while policies are broken, and needs a state', async () => {
    const here = project();
    await askOften(here, 1);
    here.edit('policies/default.yaml', () => 'rules: 7\n');
    expect((await here.run('risk', 'show')).out).toMatch(/^unverified: /);
    expect(await here.run('risk', 'show', '--no-config')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('--state FILE'),
    });
  });
});

describe('check', () => {
  test('T14 adds up over processes, then asks a person, then denies', async () => {
    const here = project();
    const worker = await here.identity('worker');
    here.edit('agent-safe.yaml', (text) => text.replace('deny_threshold: 75', 'deny_threshold: 40'));
    expect(await askOften(here, 5, '--caller', worker)).toEqual([0, 0, 0, 0, 0]);
    const params = (deployment: string) => ['--params', JSON.stringify({ namespace: 'dev', deployment })];
    const escalated = await here.run(...DEV, ...params('test-app'), '--caller', worker);
    expect(escalated.exit).toBe(4);
    expect(escalated.out).toMatch(/^ {2}score {4}30 \(high: allowed requests require an approval\)$/m);
    expect(escalated.out).toMatch(/^ {2}code {5}risk_escalated \(the policy alone: allow\)$/m);
    await here.run(...DEV, ...params('app'), '--caller', worker);
    const denied = await here.run(...DEV, ...params('test-app'), '--ticket-id', 'CHG-1', '--caller', worker);
    expect(denied.exit).toBe(3);
    expect(denied.out).toMatch(/^ {2}score {3}40 \(critical: all requests are denied\)$/m);
    expect(denied.out).toMatch(/^ {2}code {4}risk_denied \(the policy alone: allow\)$/m);
  });
});
