import { describe, expect, test } from 'vitest';
import { testAction } from './support/action-suite.ts';
import { createFunction, readSettings, setMemory } from './support/functions.ts';
import { openLive, ranOf, rollBack } from './support/live.ts';
import { isDown, NEEDS, REGION } from './support/moto.ts';

describe.skipIf(isDown)(`lambda-invoke-function${NEEDS}`, () => {
  test('T21 the answer goes to the caller, and neither event nor answer to the log', async () => {
    const live = openLive();
    const name = await createFunction('return { got: event.token, mode: process.env.MODE };', { MODE: 'blue' });
    const clear = { function_name: name, region: REGION, payload: '{"token":"secret-of-the-event"}' };
    const ran = ranOf(await live.act('lambda-invoke-function', clear, { params: clear }));
    expect(ran).toMatchObject({ outcome: 'success', output: { got: 'secret-of-the-event', mode: 'blue' } });
    expect(live.text()).not.toContain('secret-of-the-event');
  });

  test('T21 an error of the function is a failure, and its text is only in the output', async () => {
    const live = openLive();
    const name = await createFunction('throw new RangeError("bad " + event.token);');
    const clear = { function_name: name, region: REGION, payload: '{"token":"secret-of-the-event"}' };
    const ran = ranOf(await live.act('lambda-invoke-function', clear, { params: clear }));
    expect(ran).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('Unhandled') });
    expect(ran.output).toMatchObject({ errorMessage: 'bad secret-of-the-event', errorType: 'RangeError' });
    expect(ran.reason).not.toContain('secret-of-the-event');
    expect(live.text()).not.toContain('secret-of-the-event');
  });

  test.each(['{"a":', 'plain text'])('an event that is not JSON is refused: %s', async (payload) => {
    const live = openLive();
    const name = await createFunction('return null;');
    const clear = { function_name: name, region: REGION, payload };
    const ran = ranOf(await live.act('lambda-invoke-function', clear, { params: clear }));
    expect(ran).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('Nothing was done') });
    expect(live.text()).not.toContain(payload);
  });

  test('a dry run does not run the function', async () => {
    const live = openLive();
    const name = await createFunction('throw new Error("it ran");');
    const dry = await live.dryRun('lambda-invoke-function', { function_name: name, region: REGION });
    expect(dry).toMatchObject({ ok: true, outcome: 'success' });
    expect(JSON.stringify(dry)).toContain('does not tell what the function does');
  });

  test('a function that does not exist is named, and so is an ARN of another function', async () => {
    const live = openLive();
    for (const function_name of ['none', 'arn:aws:lambda:us-east-1:111122223333:function:f', 'f:other']) {
      const ran = ranOf(await live.act('lambda-invoke-function', { function_name, region: REGION }));
      expect(ran.outcome, function_name).toBe('failure');
    }
  });
});

describe.skipIf(isDown)(`lambda-update-function-config${NEEDS}`, () => {
  test('T30 memory, timeout and variables are set and restored, and no variable is in the log', async () => {
    const live = openLive();
    const name = await createFunction('return null;', { PASSWORD: 'old-password', MODE: 'blue' });
    const before = await readSettings(name);
    const environment_variables = '{"MODE":"green","TOKEN":"new-token"}';
    const clear = { function_name: name, region: REGION, memory_size: 256, timeout: 9, environment_variables };
    const changed = ranOf(await live.act('lambda-update-function-config', clear, { params: clear }));
    expect(changed.outcome).toBe('success');
    expect(await readSettings(name)).toEqual({
      memory: 256,
      timeout: 9,
      variables: { MODE: 'green', TOKEN: 'new-token' },
    });
    const restored = ranOf(await rollBack(live, changed.audit_id));
    expect(restored.outcome).toBe('success');
    expect(await readSettings(name)).toEqual(before);
    expect(ranOf(await rollBack(live, restored.audit_id)).outcome).toBe('success');
    expect(await readSettings(name)).toMatchObject({ memory: 256, variables: { TOKEN: 'new-token' } });
    for (const secret of ['old-password', 'new-token', 'green']) expect(live.text()).not.toContain(secret);
  });

  test('T30 variables of a function without any are removed again', async () => {
    const live = openLive();
    const name = await createFunction('return null;');
    const clear = { function_name: name, region: REGION, environment_variables: '{"MODE":"green"}' };
    const changed = ranOf(await live.act('lambda-update-function-config', clear, { params: clear }));
    expect(ranOf(await rollBack(live, changed.audit_id)).outcome).toBe('success');
    expect((await readSettings(name)).variables).toEqual({});
  });

  test('T30 a change by others since is not undone', async () => {
    const live = openLive();
    const name = await createFunction('return null;');
    const params = { function_name: name, region: REGION, memory_size: 256 };
    const changed = ranOf(await live.act('lambda-update-function-config', params));
    await setMemory(name, 512);
    expect(ranOf(await rollBack(live, changed.audit_id))).toMatchObject({ outcome: 'skipped' });
    expect((await readSettings(name)).memory).toBe(512);
  });

  test.each([
    ['{"A":1}', 'not a JSON object whose values are texts'],
    ['["A"]', 'not a JSON object whose values are texts'],
    ['{"my-name":"v"}', 'other characters than letters'],
    ['{"__proto__":"v"}', 'other characters than letters'],
    ['{"SECRET":"s3cr3t"', 'not a JSON object whose values are texts'],
  ])('T21 wrong variables are refused, and not shown: %s', async (environment_variables, reason) => {
    const live = openLive();
    const name = await createFunction('return null;');
    const clear = { function_name: name, region: REGION, environment_variables };
    const ran = ranOf(await live.act('lambda-update-function-config', clear, { params: clear }));
    expect(ran).toMatchObject({ outcome: 'failure', reason: expect.stringContaining(reason) });
    expect(JSON.stringify(ran) + live.text()).not.toContain('s3cr3t');
  });

  test('without a setting there is nothing to do', async () => {
    const live = openLive();
    const name = await createFunction('return null;');
    const ran = ranOf(await live.act('lambda-update-function-config', { function_name: name, region: REGION }));
    expect(ran).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('Give "memory_size"') });
  });

  test('a dry run names the variables that change, and shows no value', async () => {
    const live = openLive();
    const name = await createFunction('return null;', { OLD: 'v1', SAME: 'v2', MODE: 'v3' });
    const environment_variables = '{"SAME":"v2","MODE":"v4","NEW":"v5"}';
    const clear = { function_name: name, region: REGION, memory_size: 256, environment_variables };
    const token = live.issue('lambda-update-function-config', clear);
    const dry = await live.runner.dryRun(token, { executor: 'aws', timeout: 30, params: clear });
    expect(dry).toMatchObject({
      difference: [
        '- memory_size: 128',
        '+ memory_size: 256',
        '- environment_variables.OLD',
        '~ environment_variables.MODE',
        '+ environment_variables.NEW',
      ].join('\n'),
    });
    expect(JSON.stringify(dry)).not.toMatch(/v[1-5]/);
  });
});

testAction({
  action: 'lambda-invoke-function',
  write: /^POST .*\/invocations$/,
  missing: { function_name: 'none' },
  wrong: [{ function_name: 'a/b' }, { function_name: '' }, { function_name: 'f:other' }],
  isInvisible: true,
  async make() {
    const name = await createFunction('return 1;');
    const settings = await readSettings(name);
    return {
      params: { function_name: name, region: REGION },
      read: () => readSettings(name),
      after: settings,
      states: { before: { state: 'Active' }, after: { state: 'Active' } },
    };
  },
});

testAction({
  action: 'lambda-update-function-config',
  write: /^PUT .*\/configuration$/,
  missing: { function_name: 'none' },
  wrong: [{ function_name: 'a/b' }, { memory_size: 64 }, { timeout: 0 }, { timeout: 1_000 }],
  async make() {
    const name = await createFunction('return 1;');
    return {
      params: { function_name: name, region: REGION, memory_size: 256, timeout: 9 },
      read: () => readSettings(name),
      after: { memory: 256, timeout: 9, variables: {} },
      states: { before: { memory_size: 128, timeout: 3 }, after: { memory_size: 256, timeout: 9 } },
      interfere: () => setMemory(name, 512),
    };
  },
  rollback: 'lambda-update-function-config',
});
