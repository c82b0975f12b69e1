import { describe, expect, test } from 'vitest';
import { brief, makeProject, restart } from '../test/support/project.ts';
import type { AgentSafe, OpenOptions } from './index.ts';

const junk = { action: 'no-such-action' };
const DAY = { ttl_seconds: 86_400 };
const RATE = { max_requests: 1_000, circuit_breaker_threshold: 3, circuit_breaker_cooldown_seconds: 300 };
const LIMITS: OpenOptions = { rateLimit: RATE };

async function openSafe(options: OpenOptions = {}) {
  const project = makeProject({ '*': 'allow' }, { ...LIMITS, ...options });
  const safe = await project.open();
  return { ...project, safe };
}

/** Delegates along the names, and returns the token of the last one. */
async function delegate(safe: AgentSafe, parent: string, ...names: readonly string[]): Promise<string> {
  let token = parent;
  for (const child_agent_id of names) {
    const child = await safe.tokens.delegate({ parent_token: token, child_agent_id });
    if (!child.ok) throw new Error(child.reason);
    token = child.token;
  }
  return token;
}

async function deny(safe: AgentSafe, caller: string, times = 3): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    expect(brief(await safe.check({ ...junk, caller }))).toBe('deny action_unknown');
  }
}

async function answer(safe: AgentSafe, caller?: string): Promise<string> {
  const { code, reason, result } = await safe.check({ ...restart, caller });
  return code === 'circuit_open' ? reason : result;
}

describe('T44 the circuit breaker of', () => {
  test('a delegate refuses the delegate and its own delegates, and no other agent', async () => {
    const { safe } = await openSafe();
    const root = await safe.tokens.issue({ agent_id: 'root', ...DAY });
    const child = await delegate(safe, root, 'child');
    const sibling = await delegate(safe, root, 'sibling');
    const grandchild = await delegate(safe, child, 'grandchild');
    const renamed = await delegate(safe, child, 'child');
    await deny(safe, child);
    const open =
      'The circuit breaker is open for "child" (delegated by "root") until 12:05 UTC (3 denials in 60 seconds).';
    expect(await answer(safe, child)).toBe(open);
    expect(await answer(safe, grandchild)).toBe(open);
    expect(await answer(safe, renamed)).toBe(open);
    expect(await answer(safe, root)).toBe('allow');
    expect(await answer(safe, sibling)).toBe('allow');
    // The same name at another place of the chain, and as a bare name, is another caller.
    expect(await answer(safe, await delegate(safe, sibling, 'child'))).toBe('allow');
    expect(await answer(safe, 'child')).toBe('allow');
  });

  test('an agent refuses its delegates too', async () => {
    const { safe } = await openSafe();
    const root = await safe.tokens.issue({ agent_id: 'root', ...DAY });
    const child = await delegate(safe, root, 'child');
    await deny(safe, root);
    for (const caller of [root, child]) {
      expect(await answer(safe, caller)).toMatch(/^The circuit breaker is open for "root" until 12:05 UTC/);
    }
  });

  test('T14 all delegates of an agent opens at ten times the threshold, so that new names do not evade it', async () => {
    const { safe, time } = await openSafe();
    const root = await safe.tokens.issue({ agent_id: 'root', ...DAY });
    const other = await safe.tokens.issue({ agent_id: 'other', ...DAY });
    for (let count = 0; count < 10; count += 1) await deny(safe, await delegate(safe, root, `child-${count}`));
    const open = 'The circuit breaker is open for "root" and its delegates until 12:05 UTC (30 denials in 60 seconds).';
    expect(await answer(safe, await delegate(safe, root, 'fresh'))).toBe(open);
    expect(await answer(safe, root)).toBe(open);
    expect(await answer(safe, other)).toBe('allow');
    // It closes by itself. One junk request does not open it again.
    time.now += 300_000;
    expect(brief(await safe.check({ ...junk, caller: await delegate(safe, root, 'late') }))).toBe(
      'deny action_unknown',
    );
    expect(await answer(safe, await delegate(safe, root, 'fresh'))).toBe('allow');
    expect(await answer(safe, root)).toBe('allow');
  });

  test('T14 each delegator in the chain counts the denials of all agents below it', async () => {
    const { safe } = await openSafe();
    const root = await safe.tokens.issue({ agent_id: 'root', ...DAY });
    const middle = await delegate(safe, root, 'middle');
    for (let count = 0; count < 10; count += 1) await deny(safe, await delegate(safe, middle, `child-${count}`));
    expect(await answer(safe, middle)).toMatch(
      /open for "middle" \(delegated by "root"\) and its delegates|"root" and its/,
    );
    expect(await answer(safe, root)).toMatch(/open for "root" and its delegates/);
  });

  test('a bare name refuses this name only, and cannot be kept open for others by one request in 300 seconds', async () => {
    const { safe, time } = await openSafe();
    await deny(safe, 'junk');
    expect(await answer(safe, 'junk')).toBe(
      'The circuit breaker is open for "junk" until 12:05 UTC (3 denials in 60 seconds).',
    );
    expect(await answer(safe, 'honest')).toBe('allow');
    expect(await answer(safe)).toBe('allow');
    for (let count = 1; count < 10; count += 1) await deny(safe, `junk-${count}`);
    const shared =
      'The circuit breaker is open for callers without a token until 12:05 UTC (30 denials in 60 seconds).';
    for (const caller of ['honest', undefined]) expect(await answer(safe, caller)).toBe(shared);
    for (let count = 0; count < 3; count += 1) {
      time.now += 300_000;
      expect(brief(await safe.check({ ...junk, caller: 'junk' }))).toBe('deny action_unknown');
      expect(await answer(safe, 'junk')).toMatch(/^The circuit breaker is open for "junk"/);
      expect(await answer(safe, 'honest')).toBe('allow');
    }
  });

  test('a delegate lets one of many requests decide after the cooldown, and its delegator decides nothing', async () => {
    const { safe, time } = await openSafe();
    const root = await safe.tokens.issue({ agent_id: 'root', ...DAY });
    const child = await delegate(safe, root, 'child');
    await deny(safe, child);
    await deny(safe, root);
    time.now += 300_000;
    // The junk of the delegate neither opens the circuit of its delegator nor uses up its test request.
    expect(brief(await safe.check({ ...junk, caller: child }))).toBe('deny action_unknown');
    expect(await answer(safe, child)).toMatch(/open for "child"/);
    expect(await answer(safe, root)).toBe('allow');
    time.now += 300_000;
    const answers = await Promise.all(Array.from({ length: 5 }, () => answer(safe, child)));
    expect(answers.filter((each) => each === 'allow').length).toBeGreaterThanOrEqual(1);
    expect(await answer(safe, child)).toBe('allow');
  });

  test('an agent stays, while the rate limit counts all its delegates', async () => {
    const { safe } = await openSafe({ rateLimit: { ...RATE, max_requests: 5 } });
    const root = await safe.tokens.issue({ agent_id: 'root', ...DAY });
    const child = await delegate(safe, root, 'child');
    await deny(safe, root, 2);
    await safe.check({ ...restart, caller: child });
    await deny(safe, root, 1);
    expect(await answer(safe, root)).toMatch(/^The circuit breaker is open for "root"/);
    expect(await safe.risk.list('root')).toMatchObject([{ key: 'agent:root', rate: { requests: 4, circuit: 'open' } }]);
  });

  test('names does not exist without keys: each name has its own limits, as in 0.11', async () => {
    const { safe } = await openSafe({ keys: undefined });
    for (let count = 0; count < 11; count += 1) await deny(safe, `junk-${count}`);
    expect(await answer(safe, 'honest')).toBe('allow');
    expect(await answer(safe, 'junk-1')).toMatch(/^The circuit breaker is open for "junk-1"/);
  });

  test('a store that gives no valid answer refuses the request', async () => {
    const { open } = await openSafe();
    const { memoryStores } = await import('./memory/index.ts');
    const stores = memoryStores();
    const limits = new Proxy(stores.limits, {
      get: (target, name) => (name === 'inspect' ? async () => ({}) : Reflect.get(target, name).bind(target)),
    });
    const safe = await open({ stores: { ...stores, limits } });
    const root = await safe.tokens.issue({ agent_id: 'root', ...DAY });
    expect(brief(await safe.check({ ...restart, caller: root }))).toBe('deny state_unavailable');
  });
});

describe('T44 a reset', () => {
  const reason = 'CHG-7';

  test('of an id reaches the circuits of its delegates and its own as a delegate', async () => {
    const { events, safe } = await openSafe();
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'], ...DAY });
    const root = await safe.tokens.issue({ agent_id: 'root', roles: ['approver'], ...DAY });
    const worker = await delegate(safe, root, 'worker');
    const helper = await delegate(safe, worker, 'helper');
    await deny(safe, helper);
    expect(await safe.risk.reset({ caller: 'worker', approver: root, reason })).toMatchObject({
      code: 'approver_is_caller',
    });
    expect(await safe.risk.reset({ caller: 'worker', approver, reason })).toMatchObject({ ok: true, circuits: 2 });
    expect(events().at(-1)).toMatchObject({ event_type: 'risk_reset', key: 'agent:worker', circuits: 2 });
    expect(await answer(safe, helper)).toBe('allow');
    await deny(safe, worker);
    await safe.risk.reset({ caller: 'root', approver, reason });
    expect(await answer(safe, worker)).toBe('allow');
  });

  test('of one delegate leaves the circuits of its siblings', async () => {
    const { safe } = await openSafe();
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'], ...DAY });
    const root = await safe.tokens.issue({ agent_id: 'root', ...DAY });
    const [left, right] = [await delegate(safe, root, 'left'), await delegate(safe, root, 'right')];
    await deny(safe, left);
    await deny(safe, right);
    await safe.risk.reset({ caller: 'agent:root>left', approver, reason });
    expect(await answer(safe, left)).toBe('allow');
    expect(await answer(safe, right)).toMatch(/^The circuit breaker is open/);
  });

  test('of unverified: closes the circuits of all names', async () => {
    const { safe } = await openSafe();
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'], ...DAY });
    await deny(safe, 'junk');
    await safe.risk.reset({ caller: 'unverified:', approver, reason });
    expect(await answer(safe, 'junk')).toBe('allow');
  });

  test('needs the approvers of every rule', async () => {
    const rules = { critical: { roles: ['security'], quorum: 2 } };
    const { safe } = await openSafe({ approvals: { rules } });
    const issue = (agent_id: string, role: string) => safe.tokens.issue({ agent_id, roles: [role], ...DAY });
    const alice = await issue('alice', 'approver');
    const [bob, carol] = [await issue('bob', 'security'), await issue('carol', 'security')];
    const reset = (...approver: readonly string[]) => safe.risk.reset({ caller: 'worker', approver, reason });
    expect(await reset(alice)).toMatchObject({
      code: 'approvers_too_few',
      reason: expect.stringContaining('"critical"'),
    });
    expect(await reset(alice, bob)).toMatchObject({ code: 'approvers_too_few' });
    expect(await reset(bob, carol)).toMatchObject({ code: 'approvers_too_few' });
    expect(await reset(alice, bob, carol)).toMatchObject({ ok: true });
  });
});
