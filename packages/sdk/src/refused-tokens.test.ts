import { describe, expect, test } from 'vitest';
import { brief, makeProject, NOON, restart, type TestProject } from '../test/support/project.ts';
import type { AgentSafe } from './index.ts';

const MINUTE = 60_000;
const invalid = { ...restart, caller: 'eyJhbGciOiJub25lIn0.eyJhZ2VudF9pZCI6ImEifQ.' };

async function flood(safe: AgentSafe, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    expect(brief(await safe.check(invalid))).toBe('deny caller_invalid');
  }
}

function typesOf(project: TestProject): readonly string[] {
  return project.events().map(({ code, event_type }) => (event_type === 'decision' ? `${code}` : `${event_type}`));
}

const invalids = (count: number) => Array.from({ length: count }, () => 'caller_invalid');

describe('T47 refused tokens', () => {
  test('have an event each for the first few in a minute, and then one summary for all processes', async () => {
    const project = makeProject({ '*': 'allow' });
    const [first, second] = [await project.open(), await project.open()];
    await flood(first, 3);
    await flood(second, 20);
    await first.check(restart);
    expect(typesOf(project)).toEqual([...invalids(5), 'rule']);
    project.time.now += MINUTE;
    await Promise.all([first.check(restart), second.check(restart), (await project.open()).check(restart)]);
    expect(typesOf(project).filter((type) => type === 'tokens_refused')).toHaveLength(1);
    expect(project.events().find(({ event_type }) => event_type === 'tokens_refused')).toMatchObject({
      count: 18,
      recorded: 5,
      since: new Date(NOON).toISOString(),
      until: new Date(NOON + MINUTE).toISOString(),
    });
    await flood(first, 2);
    expect(typesOf(project).slice(-2)).toEqual(invalids(2));
  });

  test('are summarized when a process that does not end soon closes', async () => {
    const project = makeProject({ '*': 'allow' });
    const safe = await project.open();
    await flood(safe, 8);
    await safe.close();
    expect(project.events().at(-1)).toMatchObject({ event_type: 'tokens_refused', count: 3, recorded: 5 });
  });

  test('of a revoked agent are counted too, and other refusals are not', async () => {
    const project = makeProject({ '*': 'allow' });
    const safe = await project.open();
    const caller = await safe.tokens.issue({ agent_id: 'worker' });
    await safe.revocations.add({ agent: 'worker' });
    const before = project.events().length;
    for (let count = 0; count < 8; count += 1) await safe.check({ ...restart, caller });
    expect(project.events()).toHaveLength(before + 5);
    for (let count = 0; count < 8; count += 1) await safe.check({ ...restart, caller: 'no <name>' });
    expect(project.events()).toHaveLength(before + 13);
  });

  test('in a plan leave the other steps recorded', async () => {
    const project = makeProject({ '*': 'allow' });
    const safe = await project.open();
    const plan = [...Array.from({ length: 7 }, () => invalid), restart];
    expect((await safe.checkPlan(plan)).map(({ result }) => result).at(-1)).toBe('allow');
    expect(typesOf(project)).toEqual([...invalids(5), 'rule']);
  });

  test('are recorded one by one if the state does not answer', async () => {
    const { memoryStores } = await import('./memory/index.ts');
    const stores = memoryStores();
    const risks = new Proxy(stores.risks, {
      get: (target, name) =>
        name === 'weigh' ? () => Promise.reject(new Error('down')) : Reflect.get(target, name).bind(target),
    });
    const project = makeProject({ '*': 'allow' });
    await flood(await project.open({ stores: { ...stores, risks } }), 8);
    expect(typesOf(project)).toEqual(invalids(8));
  });

  test('are not shown as callers with limits', async () => {
    const project = makeProject({ '*': 'allow' }, { rateLimit: {}, cumulativeRisk: {} });
    const safe = await project.open();
    await flood(safe, 8);
    expect(await safe.risk.list()).toEqual([]);
  });
});
