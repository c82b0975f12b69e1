import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';

const project = projects('2026-01-05T12:00:00Z');

const DEV = ['check', 'restart-deployment', '--target', 'dev/test-app'];
const DEV_PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];
const UNKNOWN = ['check', 'unheard-of'];
const REASON = ['--reason', 'CHG-7: load test'];

/** Asks once a second. */
async function askOften({ run, time }: TestProject, times: number, ...more: string[]): Promise<readonly number[]> {
  const exits: number[] = [];
  for (let count = 0; count < times; count += 1) {
    exits.push((await run(...DEV, ...DEV_PARAMS, ...more)).exit);
    time.now += 1_000;
  }
  return exits;
}

/** Sets the thresholds of the risk score. */
function setThresholds({ edit }: TestProject, escalation: number, deny: number): void {
  edit('agent-safe.yaml', (text) =>
    text
      .replace(/escalation_threshold: \d+/, `escalation_threshold: ${escalation}`)
      .replace(/deny_threshold: \d+/, `deny_threshold: ${deny}`),
  );
}

function setLimit({ edit }: TestProject, setting: string, value: number): void {
  edit('agent-safe.yaml', (text) => text.replace(new RegExp(`${setting}: \\d+`), `${setting}: ${value}`));
}

describe('risk show', () => {
  test('shows the parts of a score, when it falls, and how many requests are left', async () => {
    const here = project();
    const worker = await here.identity('worker');
    await askOften(here, 2, '--caller', worker);
    await here.run(...UNKNOWN, '--caller', worker);
    const { err, exit, out } = await here.run('risk', 'show');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toBe(`agent:worker — verified by its token, with all agents that it delegated to
  risk     10 in 60 minutes (low); from 200 on, allowed requests need an approval; from 600 on, all requests are denied
  entries  5 at 2026-01-05T12:00:00.000Z
           5 at 2026-01-05T12:00:01.000Z
  falls    to 5 at 2026-01-05T13:00:00.000Z, in 59 minutes
  rate     3 of 100 requests in 60 seconds; 97 left
  circuit  closed: 1 of 20 denials in 60 seconds
  next     the policy alone decides
`);
  });

  test('T14 shows the root of a delegation, by its name, its key, or any token of the chain', async () => {
    const here = project();
    const root = await here.identity('root', '--role', 'deployer');
    const child = (await here.run('delegation', 'create', root, '--child-id', 'child')).out.trim();
    await askOften(here, 1, '--caller', child);
    for (const caller of ['root', 'agent:root', root, child]) {
      expect((await here.run('risk', 'show', '--caller', caller)).out).toMatch(/^agent:root — .*\n {2}risk {5}5 /);
    }
    expect(await here.run('risk', 'show', '--caller', 'child')).toEqual({
      exit: 0,
      out: 'agent:child — no recent requests recorded\n  rate  no requests that still count\n  next  the policy alone decides\n',
      err: expect.stringContaining('callers without a token share the key unverified:') as string,
    });
    expect((await here.run('risk', 'show', '--caller', 'root')).err).toBe('');
    expect((await here.run('risk', 'show', '--caller', 'agent:child')).err).toBe('');
    expect(await here.run('risk', 'show', '--caller', `${root}x`)).toMatchObject({
      exit: 1,
      err: expect.stringContaining('ERR_IDENTITY_INVALID'),
    });
  });

  test('T14 shows that callers without a token share their limits', async () => {
    const here = project();
    await askOften(here, 1, '--caller', 'made-up-01');
    await askOften(here, 1, '--caller', 'made-up-02');
    for (const filter of [[], ['--caller', 'unverified:']]) {
      expect((await here.run('risk', 'show', ...filter)).out).toMatch(
        /^unverified: — all callers without a token share these limits\n {2}risk {5}10 /,
      );
    }
    here.edit('.agent-safe/keys.json', () => '{"keys": []}');
    await askOften(here, 1, '--caller', 'runner-07');
    await askOften(here, 1);
    const { out } = await here.run('risk', 'show');
    expect(out).toContain('name:runner-07 — every caller that gives this name, without a token\n');
    expect(out).toContain('nobody: — all requests without a caller share these limits\n');
    expect((await here.run('risk', 'show', '--caller', 'runner-07')).out).toMatch(
      /^name:runner-07 — .*\n {2}risk {5}5 /,
    );
  });

  test('T14 shows until when the rate limit denies the next request', async () => {
    const here = project();
    setLimit(here, 'max_requests', 2);
    const worker = await here.identity('worker');
    expect(await askOften(here, 3, '--caller', worker)).toEqual([0, 0, 3]);
    const { out } = await here.run('risk', 'show', '--caller', 'worker');
    expect(out).toMatch(/^ {2}rate {5}2 of 2 requests in 60 seconds; 0 left$/m);
    expect(out).toMatch(
      /^ {2}next {5}denied\. The rate limit is reached for "worker" until 12:01:00 UTC \(2 requests in 60 seconds\)\.$/m,
    );
  });

  test('T14 shows until when the circuit breaker denies the next request, and the state after that', async () => {
    const here = project();
    setLimit(here, 'circuit_breaker_threshold', 1);
    await here.run(...UNKNOWN);
    const { out } = await here.run('risk', 'show');
    expect(out).toMatch(/^ {2}circuit {2}open: all requests are denied$/m);
    expect(out).toMatch(
      /^ {2}next {5}denied\. The circuit breaker is open for requests without a caller until 12:05 UTC \(1 denial in 60 seconds\)\.$/m,
    );
    here.time.now += 300_000;
    const halfOpen = (await here.run('risk', 'show')).out;
    expect(halfOpen).toMatch(/^ {2}circuit {2}half open: one request is decided/m);
    expect(halfOpen).toMatch(/^ {2}next {5}the policy alone decides$/m);
  });

  test('T14 shows which requests the score escalates or denies, and until when', async () => {
    const here = project();
    setThresholds(here, 20, 26);
    await askOften(here, 3);
    const next = async () => /^ {2}next[\s\S]*$/m.exec((await here.run('risk', 'show')).out)?.[0];
    expect(await next()).toBe(`  next     low risk: the policy alone decides
           medium risk: needs an approval if the policy allows it until 2026-01-05T13:00:00.000Z, in 59 minutes (risk_escalated)
           high risk: denied until 2026-01-05T13:00:00.000Z, in 59 minutes (risk_denied)
           critical risk: denied (risk_denied)
`);
    // The forecast holds: a medium request is escalated until then, and is allowed at that time.
    const other = ['--params', '{"namespace":"dev","deployment":"test-app"}'];
    expect((await here.run(...DEV, ...other)).exit).toBe(4);
    setThresholds(here, 20, 1_000);
    here.time.now = Date.parse('2026-01-05T13:00:01Z');
    expect((await here.run(...DEV, ...DEV_PARAMS)).exit).toBe(0);
  });

  test('prints JSON with times in RFC 3339', async () => {
    const here = project();
    setThresholds(here, 50, 75);
    await askOften(here, 1, '--caller', await here.identity('worker'));
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    const reason = expect.stringMatching(/^The risk score of "worker" is 55 in 60 minutes\./) as string;
    const escalated = { result: 'require_approval', code: 'risk_escalated', reason, until: null };
    expect(JSON.parse((await here.run('risk', 'show', '--json')).out)).toEqual({
      cumulative_risk: expect.objectContaining({ escalation_threshold: 50, deny_threshold: 75 }) as object,
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
          next: [
            { risk_class: 'low', limit: null },
            { risk_class: 'medium', limit: null },
            { risk_class: 'high', limit: null },
            { risk_class: 'critical', limit: escalated },
          ],
        },
      ],
    });
  });

  test('shows the last five entries of a long score', async () => {
    const here = project();
    setThresholds(here, 1_000, 1_000);
    await askOften(here, 8);
    const { out } = await here.run('risk', 'show');
    expect(out).toMatch(/^ {2}entries {2}15 by 3 requests before these$/m);
    expect(out.match(/^ {11}5 at /gm)).toHaveLength(5);
  });

  test('says that no requests count, and which settings are missing', async () => {
    const here = project();
    expect((await here.run('risk', 'show')).out).toBe('No caller has requests that still count.\n');
    here.edit('agent-safe.yaml', (text) => text.replace(/^rate_limit:\n(?: {2}.*\n)+/m, ''));
    await askOften(here, 1);
    const half = await here.run('risk', 'show');
    expect(half.err).toBe(
      `There is no "rate_limit" in ${join(here.cwd, 'agent-safe.yaml')}: the number of requests is not limited.\n`,
    );
    expect(half.out).toMatch(/^ {2}falls /m);
    expect(half.out).not.toMatch(/^ {2}rate /m);
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

describe('risk reset', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('lets callers without a token ask again after the score denied them, and records it', async () => {
    const here = project();
    setThresholds(here, 10, 10);
    setLimit(here, 'circuit_breaker_threshold', 1);
    expect(await askOften(here, 2)).toEqual([0, 3]);
    const approver = await here.identity('alice', '--role', 'approver');
    const reset = await here.run('risk', 'reset', '--caller', 'unverified:', '--as', approver, ...REASON);
    expect(reset).toMatchObject({ exit: 0, err: '' });
    expect(reset.out).toMatch(
      /^RESET — unverified:\n {2}score {4}10 before, 0 now\n {2}circuit {2}closed before, closed now\n {2}denials {2}1 before, 0 now\n {2}others {3}1 circuit breaker of callers that this key counts is closed too\n {2}rate {5}requests still count toward the rate limit\n {2}audit {4}evt-/,
    );
    const { out } = await here.run('risk', 'show');
    expect(out).toMatch(/^ {2}risk {5}0 /m);
    expect(out).toMatch(/^ {2}rate {5}2 of 100 requests/m);
    expect(await askOften(here, 1)).toEqual([0]);
    const shown = await here.run('audit', 'show', '--type', 'risk_reset');
    expect(shown.out).toMatch(/risk_reset .*unverified: .*by alice/);
    expect(shown.out).toContain('CHG-7: load test');
    expect((await here.run('audit', 'verify')).exit).toBe(0);
  });

  test('adds a note for an unknown caller, and none for a known caller', async () => {
    const here = project();
    const worker = await here.identity('worker-01');
    await askOften(here, 1, '--caller', worker);
    const approver = await here.identity('alice', '--role', 'approver');
    const reset = (caller: string, ...more: string[]) =>
      here.run('risk', 'reset', '--caller', caller, '--as', approver, ...REASON, ...more);
    // Also the second time, when the log has the first reset.
    for (const _ of [1, 2]) {
      expect(await reset('worker-02')).toMatchObject({
        exit: 0,
        err: expect.stringMatching(
          /^Note: "worker-02" was not found in .*Did you mean "worker-01"\?.* share the key unverified:/,
        ) as string,
      });
    }
    const { note } = JSON.parse((await reset('agent:worker-02', '--json')).out) as { note?: unknown };
    expect(note).toContain('"worker-02" was not found');
    for (const caller of ['worker-01', 'worker-01', 'unverified:']) expect((await reset(caller)).err).toBe('');
  });

  test('reads the approver from a file or the environment, and prints JSON', async () => {
    const here = project();
    await askOften(here, 1);
    const approver = await here.identity('alice', '--role', 'approver');
    writeFileSync(join(here.cwd, 'approver.token'), `${approver}\n`);
    const reset = ['risk', 'reset', '--caller', 'unverified:', ...REASON];
    expect((await here.run(...reset, '--as', '@approver.token')).exit).toBe(0);
    vi.stubEnv('AGENT_SAFE_APPROVER', approver);
    expect(JSON.parse((await here.run(...reset, '--json')).out)).toEqual({
      ok: true,
      key: 'unverified:',
      cumulative_risk_score: 0,
      circuit: 'closed',
      denials: 0,
      event_id: expect.stringMatching(/^evt-/) as string,
    });
  });

  test('T25 refuses an approver without the role, and the caller itself', async () => {
    const here = project();
    setThresholds(here, 10, 10);
    const worker = await here.identity('worker', '--role', 'approver');
    await askOften(here, 2, '--caller', worker);
    const reset = (as: string) => here.run('risk', 'reset', '--caller', 'worker', '--as', as, ...REASON);
    expect(await reset(await here.identity('bob', '--role', 'deployer'))).toMatchObject({
      exit: 3,
      out: '',
      err: expect.stringMatching(
        /^REFUSED — "bob" may not .*role "approver"\.\n {2}code {2}approver_not_allowed\n$/,
      ) as string,
    });
    expect(await reset(worker)).toMatchObject({
      exit: 3,
      err: expect.stringContaining('approver_is_caller') as string,
    });
    expect(await reset('worker')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('approver_unverified') as string,
    });
    expect((await here.run('risk', 'show', '--caller', 'worker')).out).toMatch(/^ {2}risk {5}10 /m);
  });

  test('T20 resets nothing if the audit log cannot record it', async () => {
    const here = project();
    await askOften(here, 1);
    const approver = await here.identity('alice', '--role', 'approver');
    const log = join(here.cwd, 'audit.jsonl');
    renameSync(log, `${log}.away`);
    here.edit('agent-safe.yaml', (text) =>
      text.replace('audit_log: ./audit.jsonl', 'audit_log: ./missing/audit.jsonl'),
    );
    const reset = await here.run('risk', 'reset', '--caller', 'unverified:', '--as', approver, ...REASON);
    expect(reset).toMatchObject({ exit: 3, err: expect.stringContaining('audit_unavailable') as string });
    expect((await here.run('risk', 'show')).out).toMatch(/^ {2}risk {5}5 /m);
    expect(readFileSync(`${log}.away`, 'utf8')).not.toContain('risk_reset');
  });

  test('needs a caller, an approver, a reason, and limits', async () => {
    const here = project();
    const approver = await here.identity('alice', '--role', 'approver');
    for (const [argv, missing] of [
      [['--as', approver, ...REASON], '--caller'],
      [['--caller', 'worker', ...REASON], '--as'],
      [['--caller', 'worker', '--as', approver], '--reason'],
    ] as const) {
      expect(await here.run('risk', 'reset', ...argv)).toMatchObject({
        exit: 2,
        err: expect.stringContaining(missing) as string,
      });
    }
    here.edit('agent-safe.yaml', (text) => text.replaceAll(/^(?:rate_limit|cumulative_risk):\n(?: {2}.*\n)+/gm, ''));
    expect(await here.run('risk', 'reset', '--caller', 'worker', '--as', approver, ...REASON)).toMatchObject({
      exit: 1,
      err: expect.stringContaining('no limits to reset') as string,
    });
  });
});

describe('check', () => {
  test('T14 adds up over processes, then requires an approval, then denies', async () => {
    const here = project();
    const worker = await here.identity('worker');
    setThresholds(here, 30, 40);
    expect(await askOften(here, 5, '--caller', worker)).toEqual([0, 0, 0, 0, 0]);
    const params = (deployment: string) => ['--params', JSON.stringify({ namespace: 'dev', deployment })];
    const escalated = await here.run(...DEV, ...params('test-app'), '--caller', worker);
    expect(escalated.exit).toBe(4);
    expect(escalated.out).toMatch(
      /^ {2}score {4}30 \(recent risk of the caller: high: allowed requests need an approval\)$/m,
    );
    expect(escalated.out).toMatch(/^ {2}code {5}risk_escalated \(the policy alone: allow\)$/m);
    await here.run(...DEV, ...params('app'), '--caller', worker);
    const denied = await here.run(...DEV, ...params('test-app'), '--ticket-id', 'CHG-1', '--caller', worker);
    expect(denied.exit).toBe(3);
    expect(denied.out).toMatch(/^ {2}score {3}40 \(recent risk of the caller: critical: all requests are denied\)$/m);
    expect(denied.out).toMatch(/^ {2}code {4}risk_denied \(the policy alone: allow\)$/m);
  });

  test('--explain says which of its changes a limit overrides, and until when', async () => {
    const here = project();
    setThresholds(here, 10, 100);
    const staging = ['check', 'restart-deployment', '--target', 'staging/api-server'];
    const explain = [...staging, '--params', '{"namespace":"staging","deployment":"api"}', '--explain'];
    const before = (await here.run(...explain)).out;
    expect(before).toMatch(/^ {2}ALLOW .* on target "dev\/test-app".*: allow-dev-all would decide$/m);
    expect(before).not.toContain('Changes that a limit overrides');
    await askOften(here, 1);
    const { out } = await here.run(...explain);
    const [changes = '', overridden = ''] = out.split('Changes that a limit overrides');
    expect(changes).toMatch(/^ {2}ALLOW .* with a verified caller, with the role "deployer"/m);
    expect(changes).not.toContain('allow-dev-all would decide');
    expect(overridden).toMatch(
      /^ {2}ALLOW → REQUIRE_APPROVAL .*on target "dev\/test-app".*: allow-dev-all would decide; then risk_escalated$/m,
    );
    expect(overridden).toMatch(
      /^ {2}risk_escalated: The risk score of callers without a token is 10 in 60 minutes\. From 10 on, allowed requests need an approval\. The score falls below 10 at 13:00 UTC\.$/m,
    );
  });

  test('--explain says that the circuit breaker refuses the request and its changes', async () => {
    const here = project();
    setLimit(here, 'circuit_breaker_threshold', 1);
    const staging = ['check', 'restart-deployment', '--target', 'staging/api-server'];
    const explain = [...staging, '--params', '{"namespace":"staging","deployment":"api"}', '--explain'];
    const { out } = await here.run(...explain);
    const open = 'circuit_open. The circuit breaker is open for requests without a caller until 12:05 UTC';
    expect(out).toContain(`Limits on the same request, if it is repeated\n  DENY  ${open}`);
    expect(out).toMatch(/^ {2}ALLOW → DENY .*allow-dev-all would decide; then circuit_open$/m);
    const { explanation } = JSON.parse((await here.run(...explain, '--json')).out) as {
      explanation: {
        limit: object;
        changes: readonly { result: string; policy_matched: string; limit: object | null }[];
      };
    };
    expect(explanation.limit).toMatchObject({
      result: 'deny',
      code: 'circuit_open',
      until: '2026-01-05T12:05:00.000Z',
    });
    const [dev] = explanation.changes.filter(({ policy_matched }) => policy_matched === 'allow-dev-all');
    expect(dev).toMatchObject({ result: 'allow', limit: { result: 'deny', code: 'circuit_open' } });
    // Another caller has limits of its own.
    const [deployer] = explanation.changes.filter(({ policy_matched }) => policy_matched === 'allow-deployer-staging');
    expect(deployer).toMatchObject({ result: 'allow', limit: null });
  });
});
