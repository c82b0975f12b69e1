import { join } from 'node:path';
import type { LimitStore, RiskStore, Stores } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { bindMethods } from '../test/support/bind-methods.ts';
import { fileTest } from '../test/support/ports.ts';
import { brief, makeProject, NOON, restart } from '../test/support/project.ts';
import type { AgentSafe, OpenOptions } from './index.ts';
import { memoryStores } from './memory/index.ts';

const unknown = { action: 'no-such-action' };
const reason = 'CHG-7: load test';
const LIMITS: OpenOptions = {
  rateLimit: { max_requests: 5, circuit_breaker_threshold: 2 },
  cumulativeRisk: { escalation_threshold: 10, deny_threshold: 10 },
};

/** A worker whose score denies and whose circuit breaker is open, and an approver. */
async function makeLimited(options: OpenOptions = {}) {
  const project = makeProject({ '*': 'allow' }, { ...LIMITS, ...options });
  const safe = await project.open();
  const worker = await safe.tokens.issue({ agent_id: 'worker', roles: ['approver'] });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  const answers: string[] = [];
  for (const request of [restart, restart, unknown, restart]) {
    answers.push(brief(await safe.check({ ...request, caller: worker })));
  }
  expect(answers).toEqual(['allow rule 5', 'deny risk_denied 10', 'deny action_unknown', 'deny circuit_open']);
  return { ...project, safe, worker, approver };
}

/** The standing of the worker in short. */
async function standingOf(safe: AgentSafe, caller = 'worker') {
  const [standing] = await safe.risk.list(caller);
  return { score: standing?.risk?.score, circuit: standing?.rate?.circuit, requests: standing?.rate?.requests };
}

const LIMITED = { score: 10, circuit: 'open', requests: 3 };

function resetEvents(events: () => readonly Readonly<Record<string, unknown>>[]) {
  return events().filter(({ event_type }) => event_type === 'risk_reset');
}

describe('a reset', () => {
  test('removes score, denials and circuit breaker, keeps the requests, and is recorded', async () => {
    const { approver, events, open, safe, worker } = await makeLimited();
    const result = await (await open()).risk.reset({ caller: 'worker', approver, reason });
    const before = { cumulative_risk_score: 10, circuit: 'open', denials: 0 };
    expect(result).toMatchObject({ ok: true, key: 'agent:worker', ...before });
    expect(resetEvents(events)).toMatchObject([
      {
        event_id: result.ok ? result.event_id : '',
        key: 'agent:worker',
        caller: 'worker',
        approvers: [{ agent_id: 'alice', chain: [] }],
        reason,
        reset_until: new Date(NOON).toISOString(),
        ...before,
      },
    ]);
    expect(await standingOf(safe)).toEqual({ score: 0, circuit: 'closed', requests: 3 });
    // The rate limit of 5 requests still counts the three before the reset.
    expect(brief(await safe.check({ ...restart, caller: worker }))).toBe('allow rule 5');
    expect(brief(await safe.check({ ...restart, caller: worker }))).toBe('deny risk_denied 10');
    expect(brief(await safe.check({ ...restart, caller: worker }))).toBe('deny rate_limited');
  });

  test.each([
    ['an agent id', 'worker'],
    ['a key', 'agent:worker'],
  ])('of %s leaves the limits of all other callers', async (_, caller) => {
    const { approver, safe } = await makeLimited();
    await safe.check({ ...restart, caller: 'somebody' });
    expect(await safe.risk.reset({ caller, approver, reason })).toMatchObject({ ok: true, key: 'agent:worker' });
    expect(await standingOf(safe, 'unverified:')).toMatchObject({ score: 5, requests: 1 });
  });

  test('with the token of a delegated agent applies to the root of its chain', async () => {
    const { approver, safe, worker } = await makeLimited();
    const child = await safe.tokens.delegate({ parent_token: worker, child_agent_id: 'child' });
    const caller = child.ok ? child.token : '';
    expect(await safe.risk.reset({ caller, approver, reason })).toMatchObject({ ok: true, key: 'agent:worker' });
    expect(await standingOf(safe)).toMatchObject({ score: 0, circuit: 'closed' });
  });

  test('applies to the shared limits of callers without a token', async () => {
    const { approver, events, safe } = await makeLimited();
    for (let count = 0; count < 2; count += 1) await safe.check({ ...restart, caller: 'made-up' });
    expect(await safe.risk.reset({ caller: 'unverified:', approver, reason })).toMatchObject({ ok: true });
    expect(brief(await safe.check(restart))).toBe('allow rule 5');
    expect(resetEvents(events)).toMatchObject([{ key: 'unverified:', caller: null }]);
  });

  test('records null values if the project has no limits', async () => {
    const { approver, safe } = await makeLimited();
    const { open } = makeProject({ '*': 'allow' });
    const other = await open();
    const own = await other.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    expect(await other.risk.reset({ caller: 'worker', approver: own, reason })).toMatchObject({
      ok: true,
      cumulative_risk_score: null,
      circuit: null,
      denials: null,
    });
    // The token of another project is invalid.
    expect(await other.risk.reset({ caller: 'worker', approver, reason })).toMatchObject({
      code: 'approver_unverified',
    });
    expect(await standingOf(safe)).toEqual(LIMITED);
  });
});

describe('a reset is refused', () => {
  test.each([
    ['no token', 'alice', 'approver_unverified'],
    ['an empty text', '', 'approver_unverified'],
    ['a value of another type', 7, 'approver_unverified'],
    ['no approver at all', [], 'approvers_too_few'],
  ])('T25 with %s', async (_, approver, code) => {
    const { events, safe } = await makeLimited();
    const given = { caller: 'worker', approver: approver as string, reason };
    expect(await safe.risk.reset(given)).toMatchObject({ ok: false, code });
    expect(await standingOf(safe)).toEqual(LIMITED);
    expect(resetEvents(events)).toEqual([]);
  });

  test('T25 by a wrong role, a tampered token, an expired token, and a revoked approver', async () => {
    const { approver, events, safe, time } = await makeLimited();
    const issue = (agent_id: string, roles: readonly string[], ttl_seconds = 60) =>
      safe.tokens.issue({ agent_id, roles: [...roles], ttl_seconds });
    const reset = async (token: string) => {
      const result = await safe.risk.reset({ caller: 'worker', approver: token, reason });
      return result.ok ? 'reset' : result.code;
    };
    expect(await reset(await issue('bob', ['deployer']))).toBe('approver_not_allowed');
    expect(await reset(`${approver.slice(0, -4)}AAAA`)).toBe('approver_unverified');
    const expired = await issue('carol', ['approver'], 1);
    const revoked = await issue('dave', ['approver']);
    await safe.revocations.add({ agent: 'dave' });
    expect(await reset(revoked)).toBe('approver_unverified');
    time.now += 2_000;
    expect(await reset(expired)).toBe('approver_unverified');
    expect(await standingOf(safe)).toEqual(LIMITED);
    expect(resetEvents(events)).toEqual([]);
  });

  test('T25 by the caller, by an agent of its chain, and by agents that it delegated to', async () => {
    const { approver, safe, worker } = await makeLimited();
    const delegate = async (parent_token: string, child_agent_id: string) => {
      const made = await safe.tokens.delegate({ parent_token, child_agent_id, child_roles: ['approver'] });
      return made.ok ? made.token : '';
    };
    const child = await delegate(worker, 'child');
    const grandchild = await delegate(child, 'grandchild');
    // An agent with the same id as an agent of the chain, but with its own token.
    const namesake = await safe.tokens.issue({ agent_id: 'child', roles: ['approver'] });
    for (const [caller, token] of [
      ['worker', worker],
      ['agent:worker', worker],
      ['worker', child],
      ['worker', grandchild],
      [grandchild, namesake],
      [child, grandchild],
    ] as const) {
      const given = { caller, approver: token, reason };
      expect(await safe.risk.reset(given)).toMatchObject({ ok: false, code: 'approver_is_caller' });
    }
    expect(await standingOf(safe)).toEqual(LIMITED);
    expect(await safe.risk.reset({ caller: grandchild, approver, reason })).toMatchObject({ ok: true });
  });

  test('T25 by a delegated approver whose delegation covers only some targets', async () => {
    const { approver, safe } = await makeLimited();
    const delegate = async (more: { readonly targets?: string[] }) => {
      const given = { parent_token: approver, child_agent_id: 'deputy', child_roles: ['approver'], ...more };
      const made = await safe.tokens.delegate(given);
      return made.ok ? made.token : '';
    };
    const limited = { caller: 'worker', approver: await delegate({ targets: ['dev/*'] }), reason };
    expect(await safe.risk.reset(limited)).toMatchObject({ ok: false, code: 'approver_not_allowed' });
    const full = { caller: 'worker', approver: await delegate({}), reason };
    expect(await safe.risk.reset(full)).toMatchObject({ ok: true });
  });

  test('T25 without the quorum; approvers delegated from the same root count once', async () => {
    const { approver, events, safe } = await makeLimited({ approvals: { quorum: 2 } });
    const deputy = await safe.tokens.delegate({
      parent_token: approver,
      child_agent_id: 'deputy',
      child_roles: ['approver'],
    });
    const bob = await safe.tokens.issue({ agent_id: 'bob', roles: ['approver'] });
    const reset = (given: readonly string[]) => safe.risk.reset({ caller: 'worker', approver: given, reason });
    for (const given of [[approver], [approver, approver], [approver, deputy.ok ? deputy.token : '']]) {
      expect(await reset(given)).toMatchObject({ ok: false, code: 'approvers_too_few' });
    }
    expect(await standingOf(safe)).toEqual(LIMITED);
    expect(await reset([approver, bob])).toMatchObject({ ok: true });
    expect(resetEvents(events)).toMatchObject([{ approvers: [{ agent_id: 'alice' }, { agent_id: 'bob' }] }]);
  });

  test('T20 without an audit log', async () => {
    const { open } = makeProject({ '*': 'allow' }, { ...LIMITS, auditLog: undefined });
    const safe = await open();
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    await safe.check(restart);
    const given = { caller: 'unverified:', approver, reason };
    expect(await safe.risk.reset(given)).toMatchObject({ ok: false, code: 'audit_unavailable' });
    expect(await standingOf(safe, 'unverified:')).toMatchObject({ score: 5 });
  });

  fileTest('T20 with a log that cannot be written to', async () => {
    const { approver, folder, open, safe } = await makeLimited();
    const other = await open({ auditLog: join(folder, 'missing', 'audit.jsonl') });
    const given = { caller: 'worker', approver, reason };
    expect(await other.risk.reset(given)).toMatchObject({ ok: false, code: 'audit_unavailable' });
    expect(await standingOf(safe)).toEqual(LIMITED);
  });

  test.each([
    ['an empty reason', { reason: ' ' }, 'reason_invalid'],
    ['a reason of two lines', { reason: 'one\ntwo' }, 'reason_invalid'],
    ['no caller', { caller: ' ' }, 'caller_invalid'],
  ])('for %s', async (_, changed, code) => {
    const { approver, safe } = await makeLimited();
    const given = { caller: 'worker', approver, reason, ...changed };
    expect(await safe.risk.reset(given)).toMatchObject({ ok: false, code });
    expect(await standingOf(safe)).toEqual(LIMITED);
  });

  test.each([['x'.repeat(300)], ['worker\nforged line'], ['agent:\u001b[2J']])(
    'for the malformed caller %j',
    async (caller) => {
      const { approver, events, safe } = await makeLimited();
      expect(await safe.risk.reset({ caller, approver, reason })).toMatchObject({ ok: false, code: 'caller_invalid' });
      expect(resetEvents(events)).toEqual([]);
      await expect(safe.risk.list(caller)).rejects.toMatchObject({ code: 'ERR_IDENTITY_INVALID' });
    },
  );

  test('for a caller token that is not valid, and for an unknown option', async () => {
    const { approver, safe, worker } = await makeLimited();
    const given = { caller: `${worker}x`, approver, reason };
    expect(await safe.risk.reset(given)).toMatchObject({ ok: false, code: 'caller_invalid' });
    const misspelled = { caller: 'worker', approvers: [approver], reason } as never;
    await expect(safe.risk.reset(misspelled)).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  });
});

describe('the order of a reset', () => {
  /** Runs something when a method of a store is called. */
  function openWith(store: 'limits' | 'risks', method: string, before: () => Promise<unknown>) {
    const stores = memoryStores({ clock: () => NOON });
    const own = bindMethods(stores[store] as object) as Record<string, (...given: unknown[]) => Promise<unknown>>;
    const hooked = {
      ...own,
      [method]: async (...given: unknown[]) => {
        await before();
        return own[method]?.(...given);
      },
    };
    const all: Stores = { ...stores, [store]: hooked as unknown as LimitStore & RiskStore };
    return { stores, all };
  }

  test('T14 requests that are counted while the reset is recorded are not removed', async () => {
    const project = makeProject(
      { '*': 'allow' },
      { cumulativeRisk: { escalation_threshold: 100, deny_threshold: 100 } },
    );
    let meanwhile: (() => Promise<unknown>) | undefined;
    const { all } = openWith('risks', 'reset', async () => meanwhile?.());
    const safe = await project.open({ stores: all });
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    await safe.check({ ...restart, caller });
    meanwhile = async () => {
      expect(resetEvents(project.events)).toHaveLength(1);
      project.time.now += 5;
      await Promise.all(Array.from({ length: 4 }, () => safe.check({ ...restart, caller })));
    };
    const result = await safe.risk.reset({ caller: 'worker', approver, reason });
    expect(result).toMatchObject({ ok: true, cumulative_risk_score: 5 });
    expect(await standingOf(safe)).toMatchObject({ score: 20 });
  });

  test('T14 concurrent resets and checks leave the sum of later requests', async () => {
    const project = makeProject({ '*': 'allow' }, { cumulativeRisk: { escalation_threshold: 99, deny_threshold: 99 } });
    const safe = await project.open();
    const worker = await safe.tokens.issue({ agent_id: 'worker' });
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    const check = () => safe.check({ ...restart, caller: worker });
    const reset = () => safe.risk.reset({ caller: 'worker', approver, reason });
    const results = await Promise.all([check(), reset(), check(), reset(), check()]);
    expect(results.every((each) => 'ok' in each || each.result === 'allow')).toBe(true);
    expect((await standingOf(safe)).score).toBeLessThanOrEqual(15);
  });

  test('T20 a state failure before the record changes nothing, and a failure after it is reported', async () => {
    const project = makeProject({ '*': 'allow' }, LIMITS);
    const fail = () => Promise.reject(new TypeError('the pool of connections is closed'));
    for (const [method, recorded, text] of [
      ['inspect', 0, 'nothing was reset'],
      ['reset', 1, 'is incomplete'],
    ] as const) {
      const safe = await project.open({ stores: openWith('limits', method, fail).all });
      const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
      expect(await safe.risk.reset({ caller: 'worker', approver, reason })).toMatchObject({
        ok: false,
        code: 'state_unavailable',
        reason: expect.stringContaining(text) as string,
      });
      expect(resetEvents(project.events)).toHaveLength(recorded);
    }
  });
});

test.each([Number.NaN, 1e300])('T20 a state with the time %d is not reset', async (at) => {
  const project = makeProject({ '*': 'allow' }, LIMITS);
  const stores = memoryStores({ clock: () => NOON });
  const risks: RiskStore = {
    ...bindMethods(stores.risks),
    inspect: () => Promise.resolve({ score: 5, count: 1, entries: [{ at, weight: 5, count: 1 }], falls: null }),
  };
  const safe = await project.open({ stores: { ...stores, risks } });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  expect(await safe.risk.reset({ caller: 'worker', approver, reason })).toMatchObject({
    ok: false,
    code: 'state_unavailable',
    reason: expect.stringContaining('invalid time') as string,
  });
  expect(resetEvents(project.events)).toEqual([]);
});

describe('an explanation', () => {
  test('T14 has the answers of the limits to the request and to its changes, and counts nothing', async () => {
    const { open } = makeProject(
      { 'exec-pod': 'require_approval', '*': 'allow' },
      {
        cumulativeRisk: { escalation_threshold: 10, deny_threshold: 60 },
      },
    );
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    expect(await safe.explain({ ...restart, caller })).toMatchObject({ verdict: { result: 'allow' }, limit: null });
    await safe.check({ ...restart, caller });
    const expected = { result: 'require_approval', code: 'risk_escalated', until: NOON + 3_600_000 };
    for (let count = 0; count < 3; count += 1) {
      expect(await safe.explain({ ...restart, caller })).toMatchObject({ limit: expected });
    }
    // The check gives the explained answer.
    expect(await safe.check({ ...restart, caller })).toMatchObject({
      result: 'require_approval',
      code: 'risk_escalated',
    });
    expect(await safe.explain({ ...restart, caller }, { at: NOON + 3_600_000 })).toMatchObject({ limit: null });
    expect(await safe.explain(restart)).toMatchObject({ limit: null });
  });

  test('counts an approval request once, like a check', async () => {
    const { open } = makeProject(
      { '*': 'allow' },
      { cumulativeRisk: { escalation_threshold: 10, deny_threshold: 20 } },
    );
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
    const asked = { ...restart, caller };
    await safe.check(asked);
    await safe.check(asked);
    const other = { ...asked, ticket_id: 'CHG-1' };
    const { request_id = '' } = await safe.check(other);
    // The score is 15: another request would be denied, but not the request with a pending approval.
    expect(await safe.explain({ ...asked, ticket_id: 'CHG-2' })).toMatchObject({ limit: { code: 'risk_denied' } });
    expect(await safe.explain(other)).toMatchObject({ limit: { code: 'risk_escalated' } });
    await safe.approvals.approve(request_id, { approver, reason });
    expect(await safe.explain(other)).toMatchObject({ limit: null });
    expect(brief(await safe.check(other))).toBe('allow approved 15');
  });

  test('T20 reports a deny if the state does not answer', async () => {
    const stores = memoryStores({ clock: () => NOON });
    const risks = { ...bindMethods(stores.risks), inspect: () => Promise.reject(new TypeError('the pool is closed')) };
    const { open } = makeProject({ '*': 'allow' }, { cumulativeRisk: {} });
    const safe = await open({ stores: { ...stores, risks } });
    expect(await safe.explain(restart)).toMatchObject({
      limit: { result: 'deny', code: 'state_unavailable', until: null },
    });
  });
});
