import type { JsonObject } from '@agent-safe/core';
import type { RunReport } from '@agent-safe/runner';
import { describe, expect, test } from 'vitest';
import { openProxy } from './aws-proxy.ts';
import { LEASED_KEY, SECRET } from './key-vault.ts';
import { openLive, ranOf, summarize } from './live.ts';
import { ACCOUNT, isDown, NEEDS, REGION } from './moto.ts';

/** Object of one test, in the state before the action. */
export interface Fixture {
  /** Parameters of the action, with `region`. */
  readonly params: JsonObject;
  /** Reads the object directly, to see what really changed. */
  readonly read: () => Promise<unknown>;
  /** Result of {@link read} after the action. */
  readonly after: unknown;
  /** State that the report must have before and after the action, by the names of the catalog. Other fields are not compared. */
  readonly states: { readonly before: JsonObject; readonly after: JsonObject };
  /** Changes the object as another person would, after the action. The rollback must notice it. */
  readonly interfere?: () => Promise<void>;
}

/** One action, for {@link testAction}. */
export interface ActionCase {
  readonly action: string;
  /** Makes an object that no other test uses. */
  readonly make: () => Promise<Fixture>;
  /** Operation that changes something, as `of` of the proxy counts it. */
  readonly write: string | RegExp;
  /** Parameters of an object that does not exist. */
  readonly missing: JsonObject;
  /** Values that the executor refuses before it sends a write, each beside the other parameters of the fixture. */
  readonly wrong: readonly JsonObject[];
  /** Whether the action changes nothing that `read` sees, such as a reboot. */
  readonly isInvisible?: boolean;
  /** Whether the API executes the write at most once, so that the executor repeats it. */
  readonly isGuarded?: boolean;
  /** Name of the rollback action; undefined if the action cannot be rolled back. */
  readonly rollback?: string;
}

/** Steps of a run that must leave no trace of the credentials. */
function expectNoSecret(report: object, log: string): void {
  expect(JSON.stringify(report)).not.toContain(SECRET);
  expect(log).not.toContain(SECRET);
}

async function open(each: ActionCase, maxAttempts = 8) {
  const proxy = await openProxy();
  const fixture = await each.make();
  const live = openLive({ account: { endpoint_url: proxy.url }, maxAttempts });
  const before = await fixture.read();
  const act = (params: JsonObject = fixture.params, timeout = 30) => live.act(each.action, params, { timeout });
  return { ...live, act, before, fixture, proxy };
}

/**
 * Registers the tests that every action must pass. To test another action, write a case and call this function:
 *
 * ```ts
 * testAction({
 *   action: 's3-delete-object',
 *   write: /^DELETE \/bucket-/,
 *   make: async () => ({ params: { bucket, key, region: REGION }, read, after: 'NotFound', states: { before, after } }),
 *   missing: { key: 'none' },
 *   wrong: [{ bucket: '../other' }],
 *   rollback: undefined,
 * });
 * ```
 *
 * `make` creates the object with a client of `moto.ts`. The suite runs the action through the proxy of `aws-proxy.ts`, which fails the
 * write in each way.
 */
export function testAction(each: ActionCase): void {
  describe.skipIf(isDown)(`${each.action}${NEEDS}`, () => {
    testEffect(each);
    testRefusals(each);
    testThrottling(each);
    if (each.isGuarded === true) testRepetition(each);
    else testUncertainty(each);
    testSilence(each);
    testDryRun(each);
    if (each.rollback !== undefined) testRollback(each, each.rollback);
  });
}

function testEffect(each: ActionCase): void {
  test('T29 it has the effect, with the credentials of the execution alone', async () => {
    const { act, fixture, ofType, proxy, text, verify } = await open(each);
    const report = ranOf(await act());
    expect(summarize(report), report.reason).toBe('success');
    expect(await fixture.read()).toEqual(fixture.after);
    expect(report.before_state).toMatchObject(fixture.states.before);
    expect(report.after_state).toMatchObject(fixture.states.after);
    expect(report.prechecks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    const writes = proxy.of(each.write);
    expect(writes).toHaveLength(1);
    for (const write of writes) {
      expect(write.accessKey).toBe(LEASED_KEY);
      expect(write.userAgent).toContain(`agent-safe/${report.audit_id}`);
    }
    expect(ofType('execution_outcome')).toMatchObject([{ outcome: 'success' }]);
    expectNoSecret(report, text());
    expect((await verify()).verdict).toBe('ok, unanchored');
  });

  test('T23 a ticket runs once', async () => {
    const { fixture, issue, proxy, runner } = await open(each);
    const token = issue(each.action, fixture.params);
    expect(summarize(await runner.run(token, { executor: 'aws', timeout: 30 }))).toBe('success');
    expect(summarize(await runner.run(token, { executor: 'aws', timeout: 30 }))).toBe('refused ticket_replayed');
    expect(proxy.of(each.write)).toHaveLength(1);
  });
}

function testRefusals(each: ActionCase): void {
  test('T24 a ticket for another account or region is refused, stays unused, and sends nothing', async () => {
    const { fixture, issue, proxy, runner } = await open(each);
    for (const scope of [
      { account: '999999999999', region: REGION },
      { account: ACCOUNT, region: 'eu-west-1' },
    ]) {
      const refused = await runner.run(issue(each.action, fixture.params, { scope }), { executor: 'aws' });
      expect(refused).toMatchObject({ ok: false, code: 'scope_mismatch', ticket_used: false });
    }
    const elsewhere = issue(each.action, { ...fixture.params, region: 'eu-west-1' });
    expect(await runner.run(elsewhere, { executor: 'aws' })).toMatchObject({
      ok: false,
      code: 'scope_mismatch',
      ticket_used: false,
    });
    expect(proxy.of(each.write)).toEqual([]);
  });

  test('a missing object is a failure, and nothing is done', async () => {
    const { act, fixture, proxy } = await open(each);
    const report = ranOf(await act({ ...fixture.params, ...each.missing }));
    expectNothingDone(report);
    expect(proxy.of(each.write).length).toBeLessThanOrEqual(1);
    expect(report.prechecks.some(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  test.each(each.wrong.map((wrong) => [JSON.stringify(wrong), wrong] as const))(
    'T28 a wrong parameter is refused, and no write is sent: %s',
    async (_, wrong) => {
      const { act, before, fixture, proxy } = await open(each);
      const report = await act({ ...fixture.params, ...wrong });
      // The runner refuses some values before the executor sees them.
      if (report.ok) expectNothingDone(report);
      expect(proxy.of(each.write)).toEqual([]);
      expect(await fixture.read()).toEqual(before);
    },
  );

  test('T31 without permission, it is a failure with the reason of the API, and nothing is done', async () => {
    const { act, before, fixture, proxy } = await open(each);
    proxy.fail(each.write, 'denied');
    const report = ranOf(await act());
    expect(report.outcome).toBe('failure');
    expect(report.reason).toMatch(/^Nothing was done\. (?:AccessDenied|UnauthorizedOperation)/);
    expect(proxy.of(each.write)).toHaveLength(1);
    expect(await fixture.read()).toEqual(before);
  });
}

function expectNothingDone(report: RunReport): void {
  expect(['failure', 'skipped']).toContain(report.outcome);
  expect(report.reason).toMatch(/^Nothing was done/);
}

function testThrottling(each: ActionCase): void {
  test('T29 a throttled request is repeated until it is executed', async () => {
    const { act, fixture, proxy } = await open(each);
    proxy.fail(each.write, 'throttled', 2);
    expect(summarize(await act())).toBe('success');
    expect(proxy.of(each.write)).toHaveLength(3);
    expect(await fixture.read()).toEqual(fixture.after);
  });

  test('T29 if throttling does not end, it is a failure, and nothing is done', async () => {
    const { act, before, fixture, proxy } = await open(each, 2);
    proxy.fail(each.write, 'throttled');
    const report = ranOf(await act());
    expectNothingDone(report);
    expect(proxy.of(each.write)).toHaveLength(2);
    expect(await fixture.read()).toEqual(before);
  });
}

function testUncertainty(each: ActionCase): void {
  test.each([
    ['a connection that was cut before the write', 'cut before', false],
    ['a connection that was cut after the write', 'cut after', true],
    ['a server error', 'failed', false],
  ] as const)('T27 after %s, the outcome is uncertain, and the write is not repeated', async (_, fault, isDone) => {
    const { act, before, fixture, ofType, proxy } = await open(each);
    proxy.fail(each.write, fault, 1);
    const report = ranOf(await act());
    expect(summarize(report)).toBe('error executor_failed');
    expect(report.reason).toMatch(/may have changed the target/);
    expect(proxy.of(each.write)).toHaveLength(1);
    expect(await fixture.read()).toEqual(isDone ? fixture.after : before);
    // The log has the state that was found.
    expect(report.after_state).toMatchObject(isDone ? fixture.states.after : fixture.states.before);
    expect(ofType('execution_outcome')).toMatchObject([{ outcome: 'error' }]);
  });
}

function testRepetition(each: ActionCase): void {
  test.each(['cut before', 'cut after', 'failed'] as const)(
    'T27 after a write that may have been executed (%s), it is repeated, and executed once',
    async (fault) => {
      const { act, fixture, proxy } = await open(each);
      proxy.fail(each.write, fault, 1);
      const report = ranOf(await act());
      // AWS refuses the repetition of an executed write. The outcome is then uncertain.
      expect(summarize(report)).toMatch(fault === 'cut after' ? /^(?:success|error executor_failed)$/ : /^success$/);
      expect(proxy.of(each.write)).toHaveLength(2);
      expect(await fixture.read()).toEqual(fixture.after);
    },
  );
}

function testSilence(each: ActionCase): void {
  test('T29 without an answer, the run ends at its time limit, and the write is not repeated', async () => {
    const { act, proxy } = await open(each);
    proxy.fail(each.write, 'silent');
    const report = ranOf(await act(undefined, 2));
    expect(report.outcome).toBe('timeout');
    // A machine that is busy ends it somewhat later than after 2 seconds.
    expect(report.duration_ms).toBeLessThan(4_000);
    expect(proxy.of(each.write)).toHaveLength(1);
  });

  test('a read that lost its connection is repeated', async () => {
    const { act, proxy } = await open(each);
    proxy.fail('GetCallerIdentity', 'cut before', 1);
    expect(summarize(await act())).toBe('success');
    expect(proxy.of('GetCallerIdentity').length).toBeGreaterThan(1);
  });
}

function testDryRun(each: ActionCase): void {
  test('a dry run shows the step and the difference, and changes nothing', async () => {
    const { before, dryRun, events, fixture, proxy } = await open(each);
    const report = await dryRun(each.action, fixture.params);
    expect(report).toMatchObject({ ok: true, outcome: 'success' });
    if (!('steps' in report)) throw new Error(report.reason);
    expect(report.steps.join('\n')).toMatch(/^(?:ec2|ecs|iam|lambda|s3):[A-Z]\w+ \{/);
    if (each.isInvisible === true) expect(report.difference ?? '').toBe('');
    else expect(report.difference).toMatch(/^[-+] /);
    expect(proxy.of(each.write)).toEqual([]);
    expect(await fixture.read()).toEqual(before);
    expect(events()).toEqual([]);
  });

  test('a dry run of a missing object reports the refusal', async () => {
    const { dryRun, fixture } = await open(each);
    const report = await dryRun(each.action, { ...fixture.params, ...each.missing });
    expect(report).toMatchObject({ outcome: 'failure' });
  });
}

function testRollback(each: ActionCase, action: string): void {
  test('T30 its rollback restores the captured state', async () => {
    const { act, before, fixture, runner, ...live } = await open(each);
    const done = ranOf(await act());
    const plan = await runner.planRollback(done.audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    expect(plan.action).toBe(action);
    const options = { executor: 'aws', timeout: 30, rollbackOf: done.audit_id, params: plan.params };
    const back = ranOf(await runner.run(live.issue(plan.action, plan.params), options));
    expect(summarize(back), back.reason).toBe('success');
    expect(await fixture.read()).toEqual(before);
    expect(back.after_state).toMatchObject(
      Object.fromEntries(
        Object.entries(done.before_state ?? {}).filter(([name]) => Object.hasOwn(back.after_state ?? {}, name)),
      ),
    );
  });

  test('T30 its rollback does not undo a later change of others', async () => {
    const { act, fixture, runner, ...live } = await open(each);
    if (fixture.interfere === undefined) throw new Error(`The case of ${each.action} needs "interfere".`);
    const done = ranOf(await act());
    const plan = await runner.planRollback(done.audit_id);
    if (!plan.ok) throw new Error(plan.reason);
    await fixture.interfere();
    const between = await fixture.read();
    const options = { executor: 'aws', timeout: 30, rollbackOf: done.audit_id, params: plan.params };
    const report = ranOf(await runner.run(live.issue(plan.action, plan.params), options));
    expect(summarize(report), report.reason).toBe('skipped changed_since');
    expect(await fixture.read()).toEqual(between);
  });
}
