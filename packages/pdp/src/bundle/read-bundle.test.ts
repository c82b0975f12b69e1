import {
  addBundleDigest,
  BUNDLE_FORMAT,
  type Bundle,
  canonicalJson,
  digestPolicies,
  type JsonObject,
  type JsonValue,
  plain,
} from '@agent-safe/core';
import { arbitraries, checkLaw, sampleAction } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pdp, type PdpOptions } from '../pdp.ts';
import { readBundle } from './read-bundle.ts';

/** A bundle with every possible key. */
const full: Bundle = bundleOf({
  actions: [
    sampleAction({
      name: 'scale',
      parameters: [
        {
          name: 'replicas',
          type: 'integer',
          required: false,
          default: 1,
          description: 'How many',
          constraints: { min_value: 0, max_value: 9, enum: [1, 2] },
          locates: false,
          sensitive: false,
        },
        {
          name: 'names',
          type: 'array',
          required: true,
          description: '',
          constraints: { min_length: 1, max_length: 2 },
          items: { type: 'string', constraints: { pattern: '[a-z]+' } },
          locates: true,
          sensitive: true,
        },
      ],
      prechecks: [{ name: 'exists', description: 'It exists' }],
      reversible: true,
      rollback_action: 'scale',
      rollback_params: { replicas: { source: 'before_state.replicas' } },
      required_privileges: ['deployments/scale'],
      tags: ['kubernetes'],
      credentials: { type: 'kubernetes', fields: { verbs: ['patch'] }, ttl: 300 },
      state_fields: [{ name: 'replicas', type: 'integer', description: '', required: true, sensitive: false }],
    }),
  ],
  rules: [
    {
      name: 'everything',
      description: '',
      priority: 10,
      match: {
        actions: ['scale*'],
        tags: ['vm'],
        reversible: true,
        params: {
          names: {
            min_length: 1,
            max_length: 3,
            contains: ['a'],
            items: { pattern: '[a-z]', glob: ['a*'], enum: ['a'] },
            not: { min_value: 1, max_value: 2 },
            present: true,
            masked: ['hmac-sha256:one'],
          },
        },
        targets: {
          environments: ['dev'],
          sensitivities: ['public'],
          types: ['vm'],
          labels: { app: 'api', tier: ['one'] },
          ids: ['dev/*'],
          owners: ['team'],
          owner_in_caller_groups: true,
          scopes: { clusters: ['one'], accounts: ['1111*'], regions: ['eu-*'] },
        },
        not: { actions: ['scale-down'], tags: ['old'], params: { names: { present: false } }, targets: { ids: ['x'] } },
        callers: {
          agent_ids: ['worker'],
          roles: ['deployer'],
          groups: ['web'],
          delegated_from: ['root'],
          max_delegation_depth: 1,
          require_delegation: true,
        },
        time_windows: [
          { days: [0], start_hour: 9, end_hour: 17, timezone: 'Europe/Zurich' },
          { days: ['Mon', 1], start: '22:30', end: '06:00', timezone: 'UTC' },
        ],
        valid: { from: '2026-12-01T00:00:00Z', until: '2027-01-07T00:00:00Z' },
        risk_classes: ['low'],
        require_ticket: true,
      },
      decision: 'allow',
      reason: 'Fine',
    },
    {
      name: 'guardrail',
      description: '',
      priority: 0,
      match: {},
      decision: 'require_approval',
      reason: 'Ask',
      overrides: true,
      approvals: { roles: ['sre'], groups: ['oncall'], quorum: 2, ttl_seconds: 600 },
    },
  ],
  targets: [
    {
      id: 'dev/vm',
      type: 'vm',
      environment: 'dev',
      sensitivity: 'public',
      owner: 'team',
      labels: { app: 'api' },
      bindings: { names: ['a', 'b'] },
      scope: { cluster: 'one' },
    },
  ],
});

function bundleOf({ actions, rules, targets, ...settings }: PdpOptions): Bundle {
  return withDigest({
    format: BUNDLE_FORMAT,
    revision: 1,
    digest: '',
    policy_digest: '',
    strict: settings.strict ?? false,
    require_verified_callers: settings.requireVerifiedCallers ?? false,
    verifies_callers: settings.verifiesCallers ?? false,
    delegation: settings.delegation ?? { max_depth: 3, grants: [{ parent: 'root', children: ['worker-*'] }] },
    ticket_pattern: '[A-Z]+-[0-9]+',
    actions,
    rules,
    targets: targets ?? null,
  });
}

/** Edits a bundle and recomputes its digests, as an informed attacker would. */
function withDigest(bundle: Bundle): Bundle {
  const { actions, rules, targets } = bundle;
  return addBundleDigest({ ...bundle, policy_digest: digestPolicies(actions, rules, targets) });
}

/** Returns every object within a value, with its path. */
function objectsIn(value: JsonValue, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, member]) => objectsIn(member, [...path, key]));
  return Array.isArray(value) ? inner : [path, ...inner];
}

function changed(path: readonly (string | number)[], change: (found: Record<string, JsonValue>) => void): Bundle {
  const copy = plain(full) as JsonObject;
  change(path.reduce<JsonValue>((value, key) => (value as JsonObject)[key] ?? null, copy) as Record<string, JsonValue>);
  try {
    return withDigest(copy as unknown as Bundle);
  } catch {
    return copy as unknown as Bundle;
  }
}

const FREE = ['labels', 'fields', 'rollback_params', 'bindings', 'params'];
const places = objectsIn(plain(full)).filter((path) => !FREE.includes(String(path.at(-1))));

describe('every key of a bundle is checked, even with correct digests', () => {
  test('text, bytes and the parsed document yield the same bundle', () => {
    const text = canonicalJson(plain(full));
    expect(readBundle(text)).toEqual(full);
    expect(readBundle(new TextEncoder().encode(text))).toEqual(full);
    expect(readBundle(full)).toEqual(full);
    expect(Object.isFrozen(readBundle(full).rules[0]?.match)).toBe(true);
  });

  test.each(places.map((path) => [path.join('.') || 'the bundle', path] as const))(
    'an unknown key in %s',
    (_, path) => {
      const bundle = changed(path, (found) => {
        found.surprise = true;
      });
      expect(() => readBundle(bundle)).toThrow(/Unknown key: bundle\S*\.surprise\./);
    },
  );

  const members = places.flatMap((path) => {
    const found = path.reduce<JsonValue>((value, key) => (value as JsonObject)[key] ?? null, plain(full));
    const keys = Object.keys(found as JsonObject).filter((key) => !key.endsWith('digest'));
    return keys.map((key) => [[...path, key].join('.'), path, key] as const);
  });
  const optional =
    /match\.(not\.)?\w+$|match\.(not\.)?params\.|targets\.(scopes\.)?\w+$|callers\.\w+$|constraints|days|timezone|scope(\.cluster)?$|items$|default$|\.(from|until|start|end|overrides|approvals)$|approvals\.\w+$/;

  test.each(members.filter(([name]) => !optional.test(name)))('%s left out', (_, path, key) => {
    const bundle = changed(path, (found) => {
      delete found[key];
    });
    expect(() => readBundle(bundle)).toThrow(/Missing key: bundle|The format of the bundle is not supported/);
  });

  test.each(members.filter(([, , key]) => key !== 'default'))('%s of another type', (_, path, key) => {
    const bundle = changed(path, (found) => {
      found[key] = typeof found[key] === 'object' ? 7 : { odd: [] };
    });
    expect(() => readBundle(bundle)).toThrow(/must be/);
  });

  test.each<[string, (bundle: Record<string, JsonValue>) => void, string]>([
    ['an empty test', at('rules.0.match.params', 'names', {}), 'tests nothing'],
    ['a test without globs', at('rules.0.match.params.names', 'glob', []), 'must not be empty'],
    [
      'a test that is nested too deeply',
      at('rules.0.match.params.names', 'not', JSON.parse(`${'{"not":'.repeat(9)}{}${'}'.repeat(9)}`) as JsonValue),
      'nested too deeply',
    ],
    ['`not` within `not`', at('rules.0.match.not', 'not', {}), 'Unknown key: bundle.rules[0].match.not.not'],
    ['two rules with the same name', (found) => (found.rules = [...full.rules, ...full.rules].map(plain)), 'duplicate'],
    ['an invalid hour', at('rules.0.match.time_windows.0', 'end_hour', 24), 'an integer from 0 to 23'],
    ['an unknown time zone', at('rules.0.match.time_windows.0', 'timezone', 'Mars/Base'), 'not a time zone'],
    ['an invalid pattern', at('actions.0.parameters.1.items.constraints', 'pattern', '(a'), 'a pattern that'],
    ['a parameter with a reserved name', at('actions.0.parameters.0', 'name', '__proto__'), 'reserves'],
    ['an unknown decision', at('rules.0', 'decision', 'permit'), 'must be one of "allow"'],
    [
      'a default beyond the limits of a request',
      at('actions.0.parameters.0', 'default', JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as JsonValue),
      'nested deeper',
    ],
    ['a depth below zero', at('delegation', 'max_depth', -1), 'an integer of at least 0'],
    ['a child without a name', at('delegation.grants.0', 'children', ['']), 'must be text, but it is empty'],
    ['a guardrail that allows', at('rules.1', 'decision', 'allow'), 'a rule that allows cannot have "overrides"'],
    ['a date without offset', at('rules.0.match.valid', 'from', '2026-12-01'), 'RFC 3339 times with an offset'],
    ['an empty window', at('rules.0.match.time_windows.1', 'end', '22:30'), 'different "start" and "end" times'],
    ['revision 0', (found) => (found.revision = 0), 'an integer of at least 1'],
  ])('%s', (_, change, message) => {
    expect(() => readBundle(changed([], change))).toThrow(message);
  });

  test('a bundle without its digest', () => {
    const { digest: _digest, ...withoutDigest } = full;
    expect(() => readBundle(withoutDigest)).toThrow('Missing key: bundle.digest.');
    expect(() => readBundle({ ...full, digest: 7 })).toThrow('Invalid value: bundle.digest. It must be');
    expect(() => readBundle({ ...full, strict: true })).toThrow('its digest does not match');
    const { policy_digest: _, ...rest } = full;
    expect(() => readBundle(addBundleDigest({ ...rest, policy_digest: full.digest }))).toThrow(
      'The policy_digest of the bundle does not match',
    );
  });

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'not plain JSON'],
    ['a list', [], 'but it is an array'],
    ['YAML', 'rules: []', 'not valid JSON'],
    ['reformatted text', JSON.stringify(full, undefined, 2), 'not canonical'],
    ['a duplicate key', canonicalJson(plain(full)).replace('{', '{"strict":true,'), 'not canonical'],
    ['bytes that are not UTF-8', Uint8Array.of(0xff, 0xfe), 'not valid UTF-8'],
    ['another format', { ...full, format: 'agent-safe-bundle/2' }, 'The format of the bundle is not supported'],
    ['another document', { rules: [] }, 'The format of the bundle is not supported'],
  ])('%s', (_, source, message) => {
    expect(() => Pdp.load(source)).toThrow(
      expect.objectContaining({ code: 'ERR_BUNDLE_INVALID', message: expect.stringContaining(message) }),
    );
  });
});

function at(path: string, key: string, value: JsonValue): (bundle: Record<string, JsonValue>) => void {
  return (bundle) => {
    const place = path.split('.').reduce<JsonValue>((found, step) => (found as JsonObject)[step] ?? null, bundle);
    (place as Record<string, JsonValue>)[key] = value;
  };
}

test('a decision point from a bundle decides like its documents', () => {
  const world = fc.record({
    actions: arbitraries.actions(),
    rules: arbitraries.rules(),
    targets: arbitraries.targets(),
    strict: fc.boolean(),
    requireVerifiedCallers: fc.boolean(),
    verifiesCallers: fc.boolean(),
    delegation: arbitraries.delegation(),
  });
  const asked = arbitraries.request(arbitraries.delegatedCaller());
  const property = fc.property(world, fc.array(asked, { minLength: 10 }), (options, requests) => {
    const loaded = Pdp.load(canonicalJson(plain(bundleOf(options))));
    const made = new Pdp({ ...options, ticketPattern: '[A-Z]+-[0-9]+' });
    for (const request of requests) expect(loaded.decide(request)).toEqual(made.decide(request));
  });
  checkLaw('a bundle decides like its documents', property, { runs: 5_000 });
});
