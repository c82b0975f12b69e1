import { randomBytes } from 'node:crypto';
import type { JsonValue } from '@agent-safe/core';
import type { RunReport } from '@agent-safe/runner';
import { describe, expect, onTestFinished, test } from 'vitest';
import { call } from '../support/api.ts';
import { eventually, isDown, LIVE, NEEDS, needs } from '../support/kubectl.ts';
import { ACTIONS, EXECUTOR, openLive, ranOf, summarize } from '../support/live.ts';
import { makeNode } from '../support/node.ts';
import type { Entry, Place, Refused, World } from './columns.ts';
import { expectSame, withoutHistory } from './objects.ts';

/** Registers the tests of some actions. They run once with each transport. */
export function testActions(entries: Readonly<Record<string, Entry>>): void {
  for (const [name, entry] of Object.entries(entries)) testAction(name, entry);
}

/** Registers the tests of all columns of one action. */
function testAction(name: string, entry: Entry): void {
  const { columns, needs: need } = entry;
  const isSkipped = isDown || (need !== undefined && LIVE[need] === '');
  describe.skipIf(isSkipped)(`${name}${need === undefined ? NEEDS : needs(need)}`, () => {
    test('T29 T30 dry run, effect, the same end state as kubectl, rollback, rollback of the rollback', async () => {
      const [world, twin] = await Promise.all([openWorld(entry), openTwin(entry)]);
      const { live, place } = world;
      const before = await readSettled(entry, place);
      await expectDryRun(name, entry, world);
      expect(await entry.observe(place)).toEqual(before);

      const running = run(name, entry, world);
      const [report] = await Promise.all([running, columns.twin.kubectl(twin, await entry.params(twin), running)]);
      expect(summarize(report), report.reason).toBe('success');
      await columns.effect(world, report);
      await expectSame(
        () => entry.observe(place),
        () => entry.observe(twin),
      );

      const after = await readSettled(entry, place);
      const back = await takeBack(live, report.audit_id, columns.rollback);
      if (back !== undefined) await expectRestored(entry, place, before, columns.rollback);
      else expect(await entry.observe(place)).toEqual(after);
      const forth = await takeBack(live, back ?? report.audit_id, columns.rollbackOfRollback);
      if (forth !== undefined) await expectRestored(entry, place, after, columns.rollbackOfRollback);
    });

    test('T29 a refusal and wrong parameters change nothing', async () => {
      const world = await openWorld(entry);
      await expectTypes(name, entry, world);
      await expectRefused(name, entry, world, columns.wrongParameter);
      await expectRefused(name, entry, world, columns.refusal);
    });

    test('T30 interference by another writer', async () => {
      const { live, params, place } = await openWorld(entry);
      const { interference } = columns;
      if ('race' in interference) return interference.race({ live, place, params });
      const before = await readSettled(entry, place);
      const { audit_id } = ranOf(await live.act(name, params));
      await interference.edit(place);
      const edited = await readSettled(entry, place);
      const plan = await live.runner.planRollback(audit_id);
      if (!plan.ok) throw new Error(plan.reason);
      const undo = async (overwrite: boolean) => {
        const options = { executor: EXECUTOR, timeout: 30, rollbackOf: audit_id, overwrite };
        return ranOf(await live.runner.run(live.issue(plan.action, plan.params), options));
      };
      expect(await undo(false)).toMatchObject({
        code: 'changed_since',
        reason: expect.stringMatching(interference.changed),
      });
      expect(await entry.observe(place)).toEqual(edited);
      const forced = await undo(true);
      if (interference.overwriteRefused === undefined) {
        expect(summarize(forced), forced.reason).toBe('success');
        return expectRestored(entry, place, before, columns.rollback);
      }
      expect(forced).toMatchObject({
        outcome: 'failure',
        reason: expect.stringMatching(interference.overwriteRefused),
      });
      return expect(await entry.observe(place)).toEqual(edited);
    });
  });
}

/** Opens a runner and the start objects in a new namespace. */
async function openWorld(entry: Entry): Promise<World> {
  // The dry run uses the user of the kubeconfig. A run has the credentials of its action alone.
  const live = await openLive({ executor: { kubeconfig: LIVE.kubeconfig }, runner: entry.runner ?? {} });
  const place = await preparePlace(entry, live.namespace);
  return { live, place, params: await entry.params(place) };
}

async function run(name: string, entry: Entry, world: World): Promise<RunReport> {
  return ranOf(await (entry.run?.(world) ?? world.live.act(name, world.params)));
}

/** Creates the same start objects in another namespace, without a runner. */
async function openTwin(entry: Entry): Promise<Place> {
  const namespace = `twin-${randomBytes(4).toString('hex')}`;
  await call('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  onTestFinished(async () => {
    await call('DELETE', `/api/v1/namespaces/${namespace}`);
  });
  return preparePlace(entry, namespace);
}

async function preparePlace(entry: Entry, namespace: string): Promise<Place> {
  const node = entry.withNode === true ? await makeNode(namespace) : '';
  const place = { namespace, beside: `beside-${namespace}`, node };
  onTestFinished(async () => {
    await call('DELETE', `/api/v1/namespaces/${place.beside}`);
  });
  await entry.prepare(place);
  return place;
}

async function expectDryRun(name: string, { columns }: Entry, { live, params }: World): Promise<void> {
  const preview = await live.dryRun(name, params);
  expect(preview).toMatchObject({ ok: true, outcome: 'success' });
  const { difference } = columns.dryRun;
  const shown = difference === null ? null : expect.stringMatching(difference);
  expect(preview).toMatchObject({ difference: shown });
}

/** Runs a request with a value of the wrong type for each parameter in turn, and with an unknown parameter. */
async function expectTypes(name: string, entry: Entry, { live, params, place }: World): Promise<void> {
  const before = await readSettled(entry, place);
  const declared = ACTIONS.find((action) => action.name === name)?.parameters ?? [];
  const wrong = declared.map((each) => [each.name, each.type === 'string' ? 7 : 'text'] as const);
  for (const [parameter, value] of [...wrong, ['unknown_parameter', 7] as const]) {
    const report = await live.act(name, { ...params, [parameter]: value });
    expect(`${parameter}: ${summarize(report)}`).toBe(`${parameter}: refused params_mismatch`);
    expect(report.reason).toContain(`"${parameter}"`);
  }
  expect(await entry.observe(place)).toEqual(before);
}

/** Runs a request that must be refused. */
async function expectRefused(name: string, entry: Entry, { live, params, place }: World, refused: Refused) {
  await refused.prepare?.(place);
  const before = await readSettled(entry, place);
  const report = await live.act(name, { ...params, ...refused.params });
  expect(summarize(report)).toMatch(
    /^(?:failure|error|skipped precheck_failed|refused (?:params_mismatch|credentials_refused))$/,
  );
  expect(report.reason).toMatch(refused.reason);
  expect(await entry.observe(place)).toEqual(before);
}

/** Reads the objects when the controllers have stopped changing them. */
async function readSettled(entry: Entry, place: Place): Promise<JsonValue> {
  let last = '';
  return eventually(
    () => entry.observe(place),
    (now) => {
      const isSame = JSON.stringify(now) === last;
      last = JSON.stringify(now);
      return isSame;
    },
  );
}

/** Checks that the objects are as they were, except for the history of a deployment. */
async function expectRestored(
  entry: Entry,
  place: Place,
  state: JsonValue,
  column: Entry['columns']['rollback'],
): Promise<void> {
  const pick = 'restores' in column && column.restores !== 'everything' ? column.restores : (whole: JsonValue) => whole;
  await expectSame(
    async () => withoutHistory(pick(await entry.observe(place))),
    async () => withoutHistory(pick(state)),
  );
}

/** Rolls an execution back, or checks that the plan refuses it. @returns the id of the rollback, unless it is refused */
async function takeBack(
  { issue, runner }: World['live'],
  rollbackOf: string,
  column: Entry['columns']['rollback'],
): Promise<string | undefined> {
  const plan = await runner.planRollback(rollbackOf);
  if ('code' in column) {
    expect(plan).toMatchObject({ ok: false, code: column.code, reason: expect.stringMatching(column.reason) });
    return undefined;
  }
  if (!plan.ok) throw new Error(`${plan.code}: ${plan.reason}`);
  expect(plan.warnings).toEqual((column.warnings ?? []).map((each) => expect.stringMatching(each)));
  const options = { executor: EXECUTOR, timeout: 30, rollbackOf };
  const report = ranOf(await runner.run(issue(plan.action, plan.params), options));
  expect(summarize(report), report.reason).toBe('success');
  return report.audit_id;
}
