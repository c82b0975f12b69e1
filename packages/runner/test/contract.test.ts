import type { CredentialVault, Executor } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { DryRunExecutor, type LazyExecutor } from '../src/index.ts';
import { openBench, scale } from './support/bench.ts';
import { StandInExecutor } from './support/stand-in-executor.ts';
import { StandInVault } from './support/stand-in-vault.ts';

const run = { executor: 'stand-in' } as const;
const leased = { ...scale, credentials: { type: 'kubernetes', fields: { verbs: ['patch'] }, ttl: 300 } };

/** Wrong answers of code without types: no value, the answers of earlier contracts, and incomplete results. */
const NO_ANSWERS: readonly unknown[] = [undefined, null, true, '', 'ok', {}, { ok: 'true' }, { ok: 1 }];

describe('T24 an answer that is not { ok: true } never means yes', () => {
  test.each<[keyof Executor, object]>([
    ['supports', { ok: false, code: 'executor_unsupported' }],
    ['checkScope', { ok: false, code: 'scope_mismatch' }],
    ['precheck', { outcome: 'skipped', code: 'precheck_failed' }],
    ['readState', { outcome: 'success', before_state: null, after_state: null }],
    ['execute', { outcome: 'error', code: 'executor_failed' }],
    ['waitForEffect', { outcome: 'failure', code: 'not_settled' }],
  ])('%s of an executor', async (method, expected) => {
    for (const answer of NO_ANSWERS) {
      const executor = new StandInExecutor({ state: { size: 1 } });
      Object.assign(executor, { [method]: method === 'supports' ? () => answer : async () => answer });
      const prechecks = [{ name: 'own-check', description: '', blocking: true }];
      const bench = openBench({ actions: [{ ...scale, prechecks }], executor });
      expect(await bench.runner.run(bench.issue(), run), JSON.stringify(answer)).toMatchObject(expected);
    }
  });

  test('a target that must identify itself', async () => {
    for (const answer of NO_ANSWERS) {
      const checkScope = async () => answer as never;
      const bench = openBench({ executor: new StandInExecutor({ answers: { checkScope } }) });
      expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ ok: false, code: 'scope_mismatch' });
      expect(bench.ofType('execution_intent')).toEqual([]);
    }
  });

  test('a dry run', async () => {
    for (const answer of [undefined, {}, { ok: 'true', reason: '', steps: [], difference: null }]) {
      const dryRun = async () => answer as never;
      const bench = openBench({ executor: new StandInExecutor({ answers: { dryRun } }) });
      expect(await bench.runner.dryRun(bench.issue(), run)).toMatchObject({ ok: true, outcome: 'error' });
    }
  });

  test('a vault', async () => {
    for (const answer of NO_ANSWERS) {
      const silent = async () => answer as never;
      const vault: CredentialVault = Object.assign(new StandInVault(), { revoke: silent, test: silent });
      const bench = openBench({ actions: [leased], vault });
      expect(await bench.runner.dryRun(bench.issue(), run)).toMatchObject({ outcome: 'failure' });
      expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ credentials: { revoked: false } });
      expect(bench.ofType('credential_revoked')).toMatchObject([{ revoked: false }]);
    }
  });
});

test('T31 a vault that returns no credentials: the action does not run', async () => {
  for (const answer of [...NO_ANSWERS, { type: 'kubernetes', values: null }]) {
    const vault: CredentialVault = Object.assign(new StandInVault(), { issue: async () => answer as never });
    const bench = openBench({ actions: [leased], vault });
    const expected = { outcome: 'error', code: 'credentials_unavailable' };
    expect(await bench.runner.run(bench.issue(), run), JSON.stringify(answer)).toMatchObject(expected);
    expect(bench.executor.executions).toEqual([]);
    const handedOut = await bench.runner.resolveCredentials(bench.issue(), { issue: true });
    expect(handedOut).toMatchObject({ ok: false, code: 'credentials_unavailable' });
  }
});

test('T27 a log that does not confirm the intent: nothing is done', async () => {
  for (const answer of [...NO_ANSWERS, [], [{}], [{ seq: 1 }]]) {
    const vault = new StandInVault();
    const bench = openBench({ actions: [leased], vault, audit: { append: async () => answer as never } });
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ ok: false, code: 'audit_unavailable' });
    expect([bench.executor.executions, vault.requests]).toEqual([[], []]);
  }
});

test('T30 a state store that does not confirm that it stored the values for a rollback: nothing is done', async () => {
  const secret = { ...scale, state_fields: scale.state_fields.map((field) => ({ ...field, sensitive: true })) };
  for (const answer of [...NO_ANSWERS.filter((each) => each !== true), 1]) {
    const states = { put: async () => answer as never, get: async () => undefined };
    const bench = openBench({ actions: [secret], states });
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'error', code: 'state_unavailable' });
    expect(bench.executor.executions).toEqual([]);
  }
});

describe('an executor that is written in JavaScript', () => {
  test.each<[keyof Executor, object, string]>([
    ['checkScope', { ok: false, code: 'scope_mismatch' }, 'returned neither'],
    ['execute', { outcome: 'error', code: 'executor_failed' }, 'returned neither'],
    ['waitForEffect', { outcome: 'failure', code: 'not_settled' }, 'returned neither'],
  ])('%s may return no promise and no result: the reason names the expected results', async (method, expected, why) => {
    for (const answer of [undefined, null]) {
      const executor = Object.assign(new StandInExecutor({ state: { size: 1 } }), { [method]: () => answer });
      const bench = openBench({ executor });
      const result = await bench.runner.run(bench.issue(), run);
      expect(result).toMatchObject({ ...expected, reason: expect.stringContaining(why) });
    }
  });

  test('a result without a reason gets a reason in the report', async () => {
    const executor = Object.assign(new StandInExecutor({ state: { size: 1 } }), { execute: () => ({ ok: true }) });
    const bench = openBench({ executor });
    const reason = 'The executor gave no reason.';
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'success', reason });
  });

  test('a dry run without steps is reported without steps', async () => {
    const dryRun = async () => ({ ok: false, code: 'failure', reason: 'It is full.' }) as never;
    const bench = openBench({ executor: new StandInExecutor({ answers: { dryRun } }) });
    const expected = { outcome: 'failure', reason: 'It is full.', steps: [], difference: null };
    expect(await bench.runner.dryRun(bench.issue(), run)).toMatchObject(expected);
  });

  test('an error in "supports" is a refusal, and the ticket stays unused', async () => {
    const executor = new StandInExecutor({ state: { size: 1 } });
    const supports = () => {
      throw new Error('no such table');
    };
    const bench = openBench({ executor: Object.assign(executor, { supports }) });
    const refused = { ok: false, code: 'executor_unsupported', ticket_used: false };
    const reason = expect.stringContaining('no such table');
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ ...refused, reason });
  });

  test.each(['name', 'scopeFields', 'supports', 'checkScope', 'execute', 'waitForEffect', 'dryRun'])(
    'an executor without "%s" is refused before a ticket is used',
    (member) => {
      const executor = Object.assign(new StandInExecutor({ state: {} }), { [member]: undefined });
      const open = () => openBench({ executors: [new DryRunExecutor(), executor] });
      const message = expect.stringMatching(new RegExp(`executors. ("stand-in"|An executor) has no "${member}"`));
      expect(open).toThrow(expect.objectContaining({ code: 'ERR_CONFIG_INVALID', message }));
    },
  );

  test.each([null, {}, 'dry-run'])('%j is not an executor', (executor) => {
    expect(() => openBench({ executors: [executor as never] })).toThrow('executors. An executor has no "name"');
    expect(() => openBench({ executors: executor as never })).toThrow('executors. It must be an array');
  });

  test('loading another value is a configuration error', async () => {
    const bench = openBench({ executors: [{ name: 'stand-in', load: async () => ({ name: 'stand-in' }) as never }] });
    const message = expect.stringContaining('"stand-in" has no "scopeFields"');
    await expect(bench.runner.run(bench.issue(), run)).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID', message });
  });
});

describe('the scope fields of an executor', () => {
  test('T24 no credentials are issued for an unknown scope', async () => {
    const vault = new StandInVault();
    const bench = openBench({ actions: [leased], vault });
    const scope = { cluster: 'dev', zone: 'b' };
    const refused = { ok: false, code: 'scope_mismatch', ticket_used: false };
    for (const issue of [false, true]) {
      expect(await bench.runner.resolveCredentials(bench.issue({ scope }), { issue })).toMatchObject(refused);
    }
    expect(await bench.runner.run(bench.issue({ scope }), { executor: 'dry-run' })).toMatchObject(refused);
    expect(vault.requests).toEqual([]);
  });

  test('T24 a scope with another field is refused, and the ticket stays unused', async () => {
    const executor = new StandInExecutor({ state: { size: 1 } });
    const bench = openBench({ executor: Object.assign(executor, { scopeFields: ['cluster'] }) });
    const scope = { cluster: 'dev', region: 'eu-west-1' };
    const reason =
      'The executor "stand-in" does not support "region" in the scope of the target. It supports text values for: "cluster".';
    const refused = { ok: false, code: 'scope_mismatch', ticket_used: false, reason };
    expect(await bench.runner.run(bench.issue({ scope }), run)).toMatchObject(refused);
    expect(executor.calls).toEqual([]);
    expect(await bench.runner.run(bench.issue({ scope: { cluster: 'dev' } }), run)).toMatchObject({ ok: true });
  });
});

describe('an executor that is loaded on first use', () => {
  function openLazy() {
    const executor = new StandInExecutor({ state: { size: 1 } });
    const loads: string[] = [];
    const lazy: LazyExecutor = {
      name: executor.name,
      load: async () => {
        loads.push(executor.name);
        return executor;
      },
    };
    return { loads, lazy };
  }

  test('is loaded once, and not for another executor', async () => {
    const { lazy, loads } = openLazy();
    const bench = openBench({ executors: [new DryRunExecutor(), lazy] });
    expect(await bench.runner.run(bench.issue(), { executor: 'dry-run' })).toMatchObject({ outcome: 'skipped' });
    expect(await bench.runner.run(bench.issue(), { executor: 'other' })).toMatchObject({
      code: 'executor_unknown',
      reason: 'The executor "other" does not exist. Available executors: "dry-run", "stand-in".',
    });
    expect(loads).toEqual([]);
    for (let times = 0; times < 2; times += 1) {
      expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'success' });
    }
    expect(loads).toEqual(['stand-in']);
  });

  test('that loads another executor is a configuration error', async () => {
    const { lazy } = openLazy();
    const bench = openBench({ executors: [{ name: 'other', load: () => lazy.load() }] });
    await expect(bench.runner.run(bench.issue(), { executor: 'other' })).rejects.toMatchObject({
      code: 'ERR_CONFIG_INVALID',
      message: expect.stringContaining('"stand-in"'),
    });
  });

  test('that cannot be loaded is an error, and loading is tried again', async () => {
    const { lazy } = openLazy();
    let isBroken = true;
    const load = () => (isBroken ? Promise.reject(new Error('no such package')) : lazy.load());
    const bench = openBench({ executors: [{ name: lazy.name, load }] });
    const token = bench.issue();
    await expect(bench.runner.run(token, run)).rejects.toThrow('no such package');
    isBroken = false;
    expect(await bench.runner.run(token, run)).toMatchObject({ outcome: 'success' });
  });
});

describe('T31 rules for credentials', () => {
  const templated = {
    ...leased,
    credentials: { type: 'kubernetes', fields: { path: 'things/{{ params.name }}' }, ttl: 300 },
  };
  const strict: Pick<Executor, 'credentialRules'> = {
    credentialRules: {
      kubernetes: {
        checkValue: (value) =>
          value.length < 4 ? { ok: true } : { ok: false, code: 'value_invalid', reason: 'it is too long' },
      },
    },
  };

  test('come from the executor, even if another executor shows the credentials', async () => {
    const executor = Object.assign(new StandInExecutor({ state: { size: 1 } }), strict);
    const bench = openBench({ actions: [templated], executor, vault: new StandInVault() });
    const clear = { name: 'too-long', size: 3 };
    const refused = { ok: false, code: 'credentials_refused', reason: expect.stringContaining('it is too long') };
    expect(await bench.runner.run(bench.issue({ clear }), run)).toMatchObject(refused);
    expect(await bench.runner.run(bench.issue({ clear }), { executor: 'dry-run' })).toMatchObject(refused);
    const handedOut = await bench.runner.resolveCredentials(bench.issue({ clear }), { issue: true });
    expect(handedOut).toMatchObject(refused);
    expect(await bench.runner.run(bench.issue({ clear: { name: 'app', size: 3 } }), run)).toMatchObject({ ok: true });
  });

  test('come from the configuration if no executor has any, and are the strictest if none exist', async () => {
    const clear = { name: 'a/b', size: 3 };
    const vault = new StandInVault();
    const strictest = openBench({ actions: [templated], vault });
    expect(await strictest.runner.run(strictest.issue({ clear }), run)).toMatchObject({ code: 'credentials_refused' });
    const rules = { checkValue: () => ({ ok: true }) as const, allowsSeparators: () => true };
    const configured = openBench({ actions: [templated], vault, credentialRules: { kubernetes: rules } });
    expect(await configured.runner.run(configured.issue({ clear }), run)).toMatchObject({ ok: true });
  });
});
