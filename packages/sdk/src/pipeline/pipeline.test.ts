import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test, vi } from 'vitest';

type StageModule = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

const folder = fileURLToPath(new URL('stages', import.meta.url));
const stages = readdirSync(folder).map((file) => file.replace('.ts', ''));

/** The stage files that a check has entered, in order. */
const walk: string[] = [];
/** Runs once, before an approval is used. */
let beforeUse: (() => Promise<unknown>) | undefined;

for (const stage of stages) {
  vi.doMock(join(folder, `${stage}.ts`), async (importOriginal) => {
    const original = await importOriginal<StageModule>();
    const enter = (run: StageModule[string]) => {
      return async (...args: readonly unknown[]) => {
        const hook = stage === 'use-approval' ? beforeUse : undefined;
        if (hook !== undefined) {
          beforeUse = undefined;
          await hook();
        }
        walk.push(stage);
        return run(...args);
      };
    };
    // The two synchronous stages must stay synchronous: the pipeline does not await them.
    const isSync = stage === 'begin' || stage === 'issue-ticket';
    const enterNow = (run: StageModule[string]) => {
      return (...args: readonly unknown[]) => {
        walk.push(stage);
        return run(...args);
      };
    };
    const wrapped = Object.entries(original).map(([name, run]) => [name, (isSync ? enterNow : enter)(run)]);
    return Object.fromEntries(wrapped) as StageModule;
  });
}

const { brief, makeProject, restart } = await import('../../test/support/project.ts');

beforeEach(() => {
  walk.length = 0;
});

const TOP_TO_BOTTOM = [
  'begin',
  'identify',
  'limit',
  'decide',
  'find-approval',
  'weigh-risk',
  'use-approval',
  'report-outcome',
  'record',
  'request-approval',
  'issue-ticket',
];

test('a check enters each stage file once, top to bottom', async () => {
  const { open } = makeProject({ '*': 'allow' }, { rateLimit: {}, cumulativeRisk: {} });
  const safe = await open();
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow', ticket: expect.anything() });
  expect(walk).toEqual(TOP_TO_BOTTOM);
  expect([...stages].sort()).toEqual([...TOP_TO_BOTTOM].sort());
});

test('a refusal skips the stages that follow, and is reported and recorded', async () => {
  const { open } = makeProject({ '*': 'deny' }, { rateLimit: {}, cumulativeRisk: {} });
  expect(brief(await (await open()).check(restart))).toBe('deny rule');
  expect(walk).toEqual([
    ...['begin', 'identify', 'limit', 'decide'],
    ...['report-outcome', 'record', 'request-approval', 'issue-ticket'],
  ]);
});

test.each(stages)('%s imports no other stage', (stage) => {
  const source = readFileSync(join(folder, `${stage}.ts`), 'utf8');
  const paths = source.match(/(?<=')\.{1,2}\/[^']*(?=')/g) ?? [];
  expect(paths).not.toEqual([]);
  expect(paths.filter((path) => /^\.\/|\/stages\/|\/pipeline\.ts$/.test(path))).toEqual([]);
});

test('a request that loses its approval to another one counts its risk again, and requests a new approval', async () => {
  const { open } = makeProject({ '*': 'require_approval' }, { cumulativeRisk: {} });
  const safe = await open();
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
  const first = await safe.check({ ...restart, caller });
  const id = first.request_id ?? '';
  await safe.approvals.approve(id, { approver, reason: 'The change window is open' });
  const other = await open();
  beforeUse = async () => {
    expect(brief(await other.check({ ...restart, caller }))).toMatch(/^allow approved/);
    walk.length = 0;
  };
  const late = await safe.check({ ...restart, caller });
  expect(late).toMatchObject({ result: 'require_approval', code: 'rule' });
  expect(late.request_id).toMatch(/^apr-/);
  expect(late.request_id).not.toBe(id);
  expect(late.cumulative_risk_score).toBe(2 * (first.cumulative_risk_score ?? 0));
  expect(walk.slice(0, 3)).toEqual(['use-approval', 'weigh-risk', 'report-outcome']);
});
