import { join } from 'node:path';
import { announceRandom } from '@agent-safe/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { evaluateAll } from '../../src/authzen/evaluation/evaluate.ts';
import { loadProject } from '../../src/project/load-project.ts';
import type { ServerContext } from '../../src/project/server-context.ts';
import { action, EVALUATION, EVALUATIONS, record, shareServing, user } from './support/serving.ts';

const serving = shareServing();

const [ALICE, BOB] = [user('alice'), user('bob')];
const [ONE, TWO] = [record('record-1'), record('record-2', { status: 'archived' })];
const [READ, WRITE] = [action('read'), action('write')];

async function decideAll(body: object): Promise<readonly boolean[]> {
  const answer = await serving().post(EVALUATIONS, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.evaluations.map(({ decision }: { readonly decision: boolean }) => decision);
}

describe('a batch', () => {
  test.each([
    [
      'fills in defaults',
      { subject: ALICE, action: WRITE, evaluations: [{ resource: ONE }, { resource: TWO }] },
      [true, false],
    ],
    [
      'keeps the order',
      { subject: BOB, resource: ONE, evaluations: [{ action: WRITE }, { action: READ }] },
      [false, true],
    ],
    [
      'replaces the whole default',
      {
        subject: user('bob', { role: 'admin' }),
        action: WRITE,
        resource: TWO,
        evaluations: [{}, { subject: user('bob', {}) }, { subject: ALICE }],
      },
      [true, true, false],
    ],
    [
      'needs no defaults',
      {
        evaluations: [
          { subject: ALICE, action: READ, resource: ONE },
          { subject: BOB, action: WRITE, resource: ONE },
        ],
      },
      [true, false],
    ],
    [
      'denies items that are malformed, and only those',
      {
        subject: ALICE,
        action: READ,
        evaluations: [{ resource: ONE }, { resource: { type: 'record' } }, null, 7, [], {}, { resource: ONE }],
      },
      [true, false, false, false, false, false, true],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await decideAll(body)).toEqual(expected);
    expect(await decideAll({ ...body, options: { evaluations_semantic: 'execute_all', other: 1 } })).toEqual(expected);
  });

  test.each([
    ['deny_on_first_deny', [READ, WRITE, READ], [true, false]],
    ['deny_on_first_deny', [READ, READ], [true, true]],
    ['permit_on_first_permit', [WRITE, WRITE, READ, READ], [false, false, true]],
    ['permit_on_first_permit', [WRITE, WRITE], [false, false]],
  ])('%s ends at its first answer', async (evaluations_semantic, actions, expected) => {
    const evaluations = actions.map((each) => ({ action: each }));
    expect(await decideAll({ subject: BOB, resource: ONE, options: { evaluations_semantic }, evaluations })).toEqual(
      expected,
    );
  });

  test('without evaluations is one evaluation', async () => {
    for (const evaluations of [undefined, []]) {
      const { body, status } = await serving().post(EVALUATIONS, {
        subject: ALICE,
        action: READ,
        resource: ONE,
        evaluations,
      });
      expect([status, body.decision, body.evaluations]).toEqual([200, true, undefined]);
    }
    expect((await serving().post(EVALUATIONS, { subject: ALICE, evaluations: [] })).status).toBe(400);
  });

  test.each([
    ['another semantic', { evaluations: [{}], options: { evaluations_semantic: 'first' } }],
    ['evaluations that are no list', { evaluations: {} }],
    ['a malformed default', { subject: 'alice', evaluations: [{}] }],
    ['more than 1,000 evaluations', { evaluations: Array.from({ length: 1_001 }, () => ({})) }],
  ])('400 for %s', async (_, body) => {
    expect((await serving().post(EVALUATIONS, body)).status).toBe(400);
  });

  test('of 1,000 evaluations is decided in order', async () => {
    const evaluations = Array.from({ length: 1_000 }, (_, index) => ({ action: index % 3 === 0 ? READ : WRITE }));
    const decided = await decideAll({ subject: BOB, resource: ONE, evaluations });
    expect(decided).toEqual(evaluations.map(({ action: { name } }) => name === 'read'));
  });
});

test('a batch equals its single evaluations', async () => {
  const random = announceRandom('authzen batches');
  const maybe = <Value>(value: Value) => (random.next() < 0.85 ? value : undefined);
  const entity = () => ({
    subject: maybe(
      random.pick([ALICE, BOB, user('bob', { role: 'admin' }), user('eve'), { type: 'agent', id: 'alice' }]),
    ),
    action: maybe(random.pick([READ, WRITE, action('delete', { soft: random.next() < 0.5 }), action('no-such')])),
    resource: maybe(random.pick([ONE, TWO, record('record-2'), record('101'), { type: 'todo', id: 'record-1' }])),
  });
  for (let round = 0; round < 10; round += 1) {
    const defaults = entity();
    const evaluations = Array.from({ length: 1 + random.below(6) }, entity);
    const batch = await serving().post(EVALUATIONS, { ...defaults, evaluations });
    expect(batch.status).toBe(200);
    for (const [index, item] of evaluations.entries()) {
      // JSON has no undefined members, so a default fills them in.
      const single = await serving().post(EVALUATION, { ...defaults, ...JSON.parse(JSON.stringify(item)) });
      const { context, decision } = batch.body.evaluations[index];
      if (single.status === 400) expect([decision, context.code]).toEqual([false, 'request_invalid']);
      else
        expect([decision, context.code, context.digest]).toEqual([
          single.body.decision,
          single.body.context.code,
          single.body.context.digest,
        ]);
    }
  }
});

test('the rest of a batch is not decided after its client has gone', async () => {
  const project = await loadProject({ config: join(serving().folder, 'agent-safe.yaml') });
  onTestFinished(() => project.safe.close());
  const client = new AbortController();
  let decided = 0;
  const check: typeof project.safe.check = (...request) => {
    decided += 1;
    if (decided === 60) client.abort();
    return project.safe.check(...request);
  };
  const safe = { check } as typeof project.safe;
  const server = { project: () => ({ ...project, safe }), publicUrl: () => '' } as unknown as ServerContext;
  const principal = { kind: 'pep', agentId: 'pep:gateway', scopes: ['evaluate'] } as const;
  const items = Array.from({ length: 1_000 }, () => ({}));
  const defaults = { subject: ALICE, action: READ, resource: ONE };
  await evaluateAll(items, defaults, 'execute_all', { principal, signal: client.signal }, server);
  expect(decided).toBe(100);
});
