import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { fileTest } from '../test/support/ports.ts';
import { brief, makeProject, NOON, restart } from '../test/support/project.ts';
import type { OpenOptions } from './index.ts';

const getConfig = { action: 'get-configmap', target: 'dev/test-app', params: { namespace: 'dev', configmap: 'cfg' } };
const execPod = {
  action: 'exec-pod',
  target: 'dev/test-app',
  params: { namespace: 'dev', pod: 'p', command: ['ls'] },
};
const getSecret = { action: 'get-secret', target: 'dev/test-app', params: { namespace: 'dev', secret: 'db' } };
const ALL = { '*': 'allow' } as const;

describe('the rate limit and circuit breaker', () => {
  test('T14 hold across processes and restarts, and the reason says until when', async () => {
    const { open, time } = makeProject(ALL, { rateLimit: { max_requests: 3, window_seconds: 60 } });
    const first = await open();
    const caller = await first.tokens.issue({ agent_id: 'worker' });
    expect(brief(await first.check({ ...restart, caller }))).toBe('allow rule');
    await first.close();
    time.now += 1_000;
    const second = await open();
    await second.check({ ...restart, caller });
    await second.check({ ...restart, caller });
    const refused = await (await open()).check({ ...restart, caller });
    expect(brief(refused)).toBe('deny rate_limited');
    expect(refused.reason).toBe(
      'The rate limit is reached for "worker" until 12:01:00 UTC (3 requests in 60 seconds).',
    );
    time.now = NOON + 60_000;
    expect(brief(await second.check({ ...restart, caller }))).toBe('allow rule');
  });

  test('T14 refund nothing if the clock is set back', async () => {
    const { open, time } = makeProject(ALL, { rateLimit: { max_requests: 2 }, cumulativeRisk: {} });
    const caller = await (await open()).tokens.issue({ agent_id: 'worker', ttl_seconds: 86_400 });
    time.now = NOON + 30_000;
    await (await open()).check({ ...restart, caller });
    await (await open()).check({ ...restart, caller });
    time.now = NOON;
    expect(brief(await (await open()).check({ ...restart, caller }))).toBe('deny rate_limited');
  });

  test('T14 count children of a delegation against its root', async () => {
    const { open } = makeProject(ALL, { rateLimit: { max_requests: 4 }, cumulativeRisk: { escalation_threshold: 20 } });
    const safe = await open();
    const parent_token = await safe.tokens.issue({ agent_id: 'root' });
    const answers: string[] = [];
    for (const child_agent_id of ['a', 'b', 'c', 'd', 'e']) {
      const child = await safe.tokens.delegate({ parent_token, child_agent_id });
      if (child.ok) answers.push(brief(await safe.check({ ...restart, caller: child.token })));
    }
    expect(answers).toEqual([
      'allow rule 5',
      'allow rule 10',
      'allow rule 15',
      'require_approval risk_escalated 20',
      'deny rate_limited',
    ]);
  });

  test('T14 give made-up names one shared budget if there are keys, so that they spend no other budget', async () => {
    const { open } = makeProject(ALL, { rateLimit: { max_requests: 12, circuit_breaker_threshold: 1 } });
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    // Denied, with the name of another agent.
    const unknown = { action: 'no-such-action', caller: 'worker' };
    expect(brief(await safe.check(unknown))).toBe('deny action_unknown');
    expect(brief(await safe.check({ ...restart, caller: 'worker' }))).toBe('deny circuit_open');
    for (let count = 1; count < 10; count += 1) {
      const answer = await safe.check({ action: 'no-such-action', caller: `made-up-${count}` });
      expect(brief(answer)).toBe('deny action_unknown');
    }
    expect(brief(await safe.check({ ...restart, caller: 'made-up-10' }))).toBe('deny circuit_open');
    expect(brief(await safe.check(restart))).toBe('deny circuit_open');
    expect(brief(await safe.check({ ...restart, caller }))).toBe('allow rule');
  });

  test('refuse a caller after too many denials, admit one request after the cooldown, and close again', async () => {
    const { decideBy, open, time } = makeProject(
      { 'exec-pod': 'deny', '*': 'allow' },
      { rateLimit: { circuit_breaker_threshold: 2, circuit_breaker_cooldown_seconds: 300 } },
    );
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'worker', ttl_seconds: 86_400 });
    await safe.check({ ...execPod, caller });
    await safe.check({ ...execPod, caller });
    const paused = await safe.check({ ...restart, caller });
    expect(brief(paused)).toBe('deny circuit_open');
    expect(paused.reason).toBe('The circuit breaker is open for "worker" until 12:05 UTC (2 denials in 60 seconds).');
    time.now += 300_000;
    expect(brief(await safe.check({ ...execPod, caller }))).toBe('deny rule');
    expect(brief(await safe.check({ ...restart, caller }))).toBe('deny circuit_open');
    time.now += 300_000;
    expect(brief(await safe.check({ ...restart, caller }))).toBe('allow rule');
    expect(brief(await safe.check({ ...restart, caller }))).toBe('allow rule');
    decideBy(ALL);
  });

  test('do not count requests of unidentified callers, which are refused before', async () => {
    const { open } = makeProject(ALL, { rateLimit: { max_requests: 1 } });
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    for (let tries = 0; tries < 3; tries += 1) {
      expect(brief(await safe.check({ ...restart, caller: `${caller}x` }))).toBe('deny caller_invalid');
    }
    expect(brief(await safe.check({ ...restart, caller }))).toBe('allow rule');
  });
});

describe('the cumulative risk of a caller', () => {
  test('is 1, then 16, then 31, which requires an approval', async () => {
    const { events, open } = makeProject(ALL, { cumulativeRisk: {} });
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'agent-01' });
    const decisions = [
      await safe.check({ ...getConfig, caller }),
      await (await open()).check({ ...execPod, caller }),
      await (await open()).check({ ...getSecret, caller }),
    ];
    expect(decisions.map(brief)).toEqual(['allow rule 1', 'allow rule 16', 'require_approval risk_escalated 31']);
    expect(decisions[2]).toMatchObject({ cumulative_risk_class: 'high', escalated_from: 'allow' });
    expect(decisions[0]).not.toHaveProperty('escalated_from');
    const last = events().findLast(({ event_type }) => event_type === 'decision');
    expect(last).toMatchObject({
      result: 'require_approval',
      code: 'risk_escalated',
      cumulative_risk_score: 31,
      cumulative_risk_class: 'high',
      escalated_from: 'allow',
    });
  });

  test('finally denies despite the policy, and falls as time passes', async () => {
    const { open, time } = makeProject(
      { 'exec-pod': 'require_approval', '*': 'allow' },
      { cumulativeRisk: { deny_threshold: 40, window_seconds: 60 } },
    );
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    const ask = async (request: object) => brief(await safe.check({ ...restart, ...request, caller }));
    expect(await ask(getSecret)).toBe('allow rule 15');
    expect(await ask(execPod)).toBe('require_approval rule 30');
    expect(await ask(getSecret)).toBe('deny risk_denied 45');
    expect(await safe.check({ ...restart, caller })).toMatchObject({
      code: 'risk_denied',
      cumulative_risk_class: 'critical',
      escalated_from: 'allow',
    });
    time.now += 60_000;
    expect(await ask({})).toBe('allow rule 5');
  });

  test('does not grow by requests that the policy denies', async () => {
    const { open } = makeProject({ 'exec-pod': 'deny', '*': 'allow' }, { cumulativeRisk: {} });
    const safe = await open();
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await safe.check(execPod)).not.toHaveProperty('cumulative_risk_score');
    }
    expect(brief(await safe.check(getConfig))).toBe('allow rule 1');
  });
});

describe('state and options', () => {
  test('without a state, each process counts separately', async () => {
    const { open } = makeProject(ALL, { keys: undefined, state: undefined, rateLimit: { max_requests: 1 } });
    const [first, second] = [await open(), await open()];
    expect(brief(await first.check({ ...restart, caller: 'a' }))).toBe('allow rule');
    expect(brief(await first.check({ ...restart, caller: 'a' }))).toBe('deny rate_limited');
    // Without keys, each name has its own budget.
    expect(brief(await first.check({ ...restart, caller: 'b' }))).toBe('allow rule');
    expect(brief(await second.check({ ...restart, caller: 'a' }))).toBe('allow rule');
  });

  fileTest.each(['rateLimit', 'cumulativeRisk'] as const)(
    'with an unreadable state, nothing is allowed if %s is set',
    async (option) => {
      const folder = makeFolder();
      writeFileSync(join(folder, 'state.db'), 'no database');
      const { open } = makeProject(ALL, { keys: undefined, state: join(folder, 'state.db'), [option]: {} });
      const decision = await (await open()).check({ ...restart, caller: 'a' });
      expect(decision).toMatchObject({ result: 'deny', code: 'state_unavailable' });
      expect(decision).not.toHaveProperty('ticket');
    },
  );

  test.each([
    [{ rateLimit: { max_request: 3 } }, 'max_request'],
    [{ rateLimit: { max_requests: 0 } }, 'max_requests'],
    [{ cumulativeRisk: { deny_threshold: 3 } }, 'deny_threshold'],
    [{ approvals: { quorum: 0 } }, 'quorum'],
    [{ approvals: { roles: [] } }, 'approvals'],
    [{ rateLimits: {} }, 'rateLimits'],
  ])('%j is refused when the project is opened', async (options, named) => {
    const opening = makeProject(ALL).open(options as OpenOptions);
    await expect(opening).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
    await expect(opening).rejects.toThrow(named);
  });
});
