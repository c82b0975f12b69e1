import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { resolveSettings } from './config.ts';
import type { SettingsOptions } from './settings.ts';

function resolveYaml(yaml: string, options: SettingsOptions = {}) {
  const cwd = makeFolder({ 'agent-safe.yaml': `registry: a\npolicies: p\n${yaml}` });
  return { cwd, settings: resolveSettings({ cwd, ...options }) };
}

describe('settings of tokens', () => {
  test('have defaults', () => {
    expect(resolveYaml('').settings).toMatchObject({
      issuer: 'agent-safe',
      state: undefined,
      delegation: { max_depth: 5, grants: [] },
      tickets: { audience: 'agent-safe-runner', ttl_seconds: 300 },
    });
  });

  test('the default path of the state is next to the keys', () => {
    const { cwd, settings } = resolveYaml('keys: .agent-safe/keys.json\n');
    expect(settings.state).toBe(`${cwd}/.agent-safe/state.db`);
    const beside = resolveYaml('keys: k/keys.json\nstate: s.db\n');
    expect(beside.settings.state).toBe(`${beside.cwd}/s.db`);
  });

  test('an option overrides only its own member', () => {
    const yaml =
      'delegation:\n  max_depth: 3\n  grants:\n    - { parent: a, children: [b] }\ntickets: { ttl_seconds: 60 }\n';
    const { settings } = resolveYaml(yaml, {
      delegation: { max_depth: 2 },
      tickets: { audience: 'x' },
    });
    expect(settings.delegation).toEqual({ max_depth: 2, grants: [{ parent: 'a', children: ['b'] }] });
    expect(settings.tickets).toEqual({ audience: 'x', ttl_seconds: 60 });
  });

  test.each<[string, object]>([
    ['a depth of 0', { delegation: { max_depth: 0 } }],
    ['a depth that is a string', { delegation: { max_depth: '5' } }],
    ['a misspelled member', { delegation: { maxDepth: 5 } }],
    ['grants that are not a list', { delegation: { grants: {} } }],
    ['a grant without a parent', { delegation: { grants: [{ children: ['a'] }] } }],
    ['a grant whose children are a string', { delegation: { grants: [{ parent: 'a', children: 'b' }] } }],
    ['a ticket lifetime of 0', { tickets: { ttl_seconds: 0 } }],
    ['an empty audience', { tickets: { audience: ' ' } }],
    ['tickets that are a number', { tickets: 300 }],
    ['an issuer that is not a string', { issuer: 7 }],
  ])('an option with %s is refused', (_, options) => {
    expect(() => resolveYaml('', options as SettingsOptions)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }),
    );
  });

  test.each([
    'delegation: { max_depth: 17 }',
    'delegation: { grants: [{ parent: a }] }',
    'delegation: { grant: [] }',
    'tickets: { ttl: 300 }',
    'tickets: { ttl_seconds: 1.5 }',
    'issuer: ""',
  ])('T04 %s in the file is refused with its line', (yaml) => {
    expect(() => resolveYaml(`${yaml}\n`)).toThrow(/agent-safe\.yaml:3/);
  });
});
