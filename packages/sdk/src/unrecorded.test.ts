import { AgentSafeError } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { brief, makeProject, restart } from '../test/support/project.ts';
import { memoryAuditLog } from './memory/index.ts';

const junk = { action: 'no-such-action' };

/** A project whose log can be recorded to only after `repair`. */
async function openBroken() {
  const project = makeProject(
    { '*': 'allow' },
    {
      rateLimit: { max_requests: 5, circuit_breaker_threshold: 3 },
      cumulativeRisk: { escalation_threshold: 20, deny_threshold: 40 },
    },
  );
  const working = await project.open();
  const root = await working.tokens.issue({ agent_id: 'root', ttl_seconds: 86_400 });
  const child = await working.tokens.delegate({ parent_token: root, child_agent_id: 'child' });
  if (!child.ok) throw new Error(child.reason);
  const log = memoryAuditLog({ clock: () => project.time.now });
  let isDown = true;
  const append: typeof log.append = (drafts) =>
    isDown ? Promise.reject(new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The log is down.')) : log.append(drafts);
  const audit = new Proxy(log, {
    get(target, name) {
      const value: unknown = name === 'append' ? append : Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const safe = await project.open({ audit });
  const repair = () => {
    isDown = false;
  };
  return { safe, callers: [root, child.token, 'bare'], repair };
}

describe('T47 a request that could not be recorded', () => {
  test('does not count against its caller: neither its rate, nor its risk, nor its denials', async () => {
    const { callers, repair, safe } = await openBroken();
    for (const caller of callers) {
      for (let count = 0; count < 8; count += 1) {
        expect((await safe.check({ ...restart, caller })).code).toBe('audit_unavailable');
        expect((await safe.check({ ...junk, caller })).code).toBe('audit_unavailable');
      }
    }
    const standings = await safe.risk.list();
    for (const { rate, risk } of standings) {
      expect(rate).toMatchObject({ requests: 0, denials: 0, circuit: 'closed' });
      expect(risk?.score ?? 0).toBe(0);
    }
    repair();
    for (const caller of [callers[0], callers[2]])
      expect(brief(await safe.check({ ...restart, caller }))).toBe('allow rule 5');
  });

  test('leaves the requests that were recorded', async () => {
    const { callers, repair, safe } = await openBroken();
    const [caller = ''] = callers;
    repair();
    await safe.check({ ...restart, caller });
    await safe.check({ ...junk, caller });
    await safe.check({ ...junk, caller });
    expect(await safe.risk.list('root')).toMatchObject([{ rate: { requests: 3, denials: 2 }, risk: { score: 5 } }]);
  });

  test('that would open the circuit leaves it closed', async () => {
    const { callers, safe } = await openBroken();
    const [caller = ''] = callers;
    // All of them are decided before any of them is refused by the log.
    const plan = await safe.checkPlan([junk, junk, junk].map((step) => ({ ...step, caller })));
    expect(plan.map(({ code }) => code)).toEqual(['audit_unavailable', 'audit_unavailable', 'audit_unavailable']);
    expect(await safe.risk.list('root')).toMatchObject([{ rate: { requests: 0, denials: 0, circuit: 'closed' } }]);
  });
});
