import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projects } from '../test/project.ts';

const project = projects('2026-11-30T12:00:00Z');

const SET_PASSWORD = `name: set-password
version: 1.0.0
description: Set a password.
risk_class: high
target_types: []
parameters:
  - { name: password, type: string, sensitive: true }
  - { name: force, type: boolean, required: false }
  - { name: to, type: array, items: { type: string } }
`;

interface Problem {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly fix?: string;
  readonly file?: string;
  readonly line?: number;
}

/** Returns the problems that validate reports about a rule. */
async function validate(rule: string): Promise<readonly Problem[]> {
  const here = project();
  rmSync(join(here.cwd, 'tests'), { recursive: true });
  writeFileSync(join(here.cwd, 'actions/set-password.yaml'), SET_PASSWORD);
  const text = `rules:\n  - name: rule\n    reason: x\n${rule.replace(/^/gm, '    ')}\n`;
  writeFileSync(join(here.cwd, 'policies/default.yaml'), text);
  const { err, out } = await here.run('validate', '--json');
  expect(err).toBe('');
  const { problems } = JSON.parse(out) as { readonly problems: readonly Problem[] };
  return problems.filter(({ file }) => file?.endsWith('policies/default.yaml'));
}

const deny = (match: string) => `decision: deny\nmatch: ${match}`;
const allow = (match: string) => `decision: allow\nmatch: { callers: { roles: [deployer] }, ${match} }`;
const scale = (params: string) => deny(`{ actions: [scale-deployment], params: { ${params} } }`);
const password = (params: string) => deny(`{ actions: [set-password], params: { ${params} } }`);
const MASK = `hmac-sha256:${'a'.repeat(43)}`;

const ERROR = 'error';
const WARNING = 'warning';
type Row = readonly [rule: string, severity: typeof ERROR | typeof WARNING, code: string, fix: string];

const TYPES: readonly Row[] = [
  [scale('replicas: 5'), ERROR, 'type_wrong', 'Write {enum: [5]}.'],
  [scale('replicas: five'), ERROR, 'type_wrong', 'Write {enum: [five]}.'],
  [scale('replicas: null'), ERROR, 'type_wrong', 'Write a test'],
  [scale('replicas: [1, 5]'), ERROR, 'type_wrong', 'Write a test'],
  [scale('replicas: { max_value: [5] }'), ERROR, 'type_wrong', 'Write 5.'],
  [scale('replicas: { max_value: "5" }'), ERROR, 'type_wrong', 'Remove the quotes.'],
  [scale('replicas: { max_value: null }'), ERROR, 'test_empty', 'Add a key'],
  [scale('replicas: { max_value: 1e3 }'), ERROR, 'value_inexact', 'Put it in quotes'],
  [scale('replicas: { max_value: 5, max_value: 6 }'), ERROR, 'key_duplicate', 'Remove one of the two.'],
  [scale('replicas: { enum: 5 }'), ERROR, 'type_wrong', 'Write [5].'],
  [scale('replicas: { present: "true" }'), ERROR, 'type_wrong', 'Remove the quotes.'],
  [scale('replicas: { not: 5 }'), ERROR, 'type_wrong', 'Write {enum: [5]}.'],
  [scale('replicas: { items: [] }'), ERROR, 'type_wrong', 'Write a test'],
  [scale('deployment: { glob: 5 }'), ERROR, 'type_wrong', 'Put it in quotes.'],
  [scale('deployment: { glob: [api, 5] }'), ERROR, 'type_wrong', 'Put it in quotes.'],
  [scale('deployment: { pattern: 5 }'), ERROR, 'type_wrong', 'Put it in quotes.'],
  [scale('deployment: { pattern: "a(?=b)" }'), ERROR, 'pattern_refused', 'See the supported patterns'],
  [scale('"": { max_value: 5 }'), ERROR, 'value_invalid', 'Write a name'],
  [deny('{ params: [replicas] }'), ERROR, 'type_wrong', 'Write a test for each parameter'],
  [deny('{ params: 5 }'), ERROR, 'type_wrong', 'Write a test for each parameter'],
  [deny('{ not: true }'), ERROR, 'type_wrong', 'Write the conditions to exclude'],
  [deny('{ not: [] }'), ERROR, 'type_wrong', 'Write the conditions to exclude'],
  [deny('{ targets: { ids: prod/api } }'), ERROR, 'type_wrong', 'Write [prod/api].'],
  [deny('{}\noverrides: "true"'), ERROR, 'type_wrong', 'Remove the quotes.'],
  [deny('{}\npriority: "10"'), ERROR, 'type_wrong', 'Remove the quotes.'],
];

const VALUES: readonly Row[] = [
  [scale('replicas: { glob: "5" }'), WARNING, 'test_unfit', 'Use "min_value"'],
  [scale('replicas: { contains: 5 }'), WARNING, 'test_unfit', 'Use "min_value"'],
  [scale('replicas: { enum: [five] }'), WARNING, 'test_unfit', 'Write a value of the type integer'],
  [scale('replicas: { enum: [5, true] }'), WARNING, 'test_unfit', 'Write a value of the type integer'],
  [scale('deployment: { enum: [5] }'), WARNING, 'test_unfit', 'Put it in quotes.'],
  [scale('deployment: { not: { contains: 5 } }'), WARNING, 'test_unfit', 'Put it in quotes.'],
  [password('to: { contains: 5 }'), WARNING, 'test_unfit', 'Put it in quotes.'],
  [password('to: { items: { enum: [5] } }'), WARNING, 'test_unfit', 'Put it in quotes.'],
  [password('to: { glob: "*@example.com" }'), WARNING, 'test_unfit', '"items"'],
  [password('force: { enum: [1] }'), WARNING, 'test_unfit', 'Write a value of the type boolean'],
  [password(`force: { masked: ["${MASK}"] }`), WARNING, 'test_unfit', 'Use "enum"'],
  [scale('replicas: { present: false }'), WARNING, 'test_unmatched', 'Compare the test'],
  [scale('replicas: { min_value: 101 }'), WARNING, 'test_unmatched', 'Compare the test'],
  [scale('replicas: { not: { max_value: 100 } }'), WARNING, 'test_unmatched', 'Compare the test'],
  [scale('Replicas: { max_value: 5 }'), WARNING, 'parameter_unmatched', 'Did you mean "replicas"?'],
  [deny('{ params: { replicas: { max_value: 5 } } }'), WARNING, 'parameter_unmatched', 'Limit "actions"'],
];

const SECRETS: readonly Row[] = [
  [password('password: { enum: [a] }'), ERROR, 'parameter_sensitive', '"present" or "masked"'],
  [password('password: { not: { enum: [a] } }'), ERROR, 'parameter_sensitive', '"present" or "masked"'],
  [password('password: { present: true, glob: "a*" }'), ERROR, 'parameter_sensitive', '"present" or "masked"'],
  [deny('{ params: { password: { min_length: 8 } } }'), ERROR, 'parameter_sensitive', '"present" or "masked"'],
  [
    deny('{ actions: [set-password], not: { params: { password: { pattern: "a+" } } } }'),
    ERROR,
    'parameter_sensitive',
    '"present" or "masked"',
  ],
  [password(`password: { masked: ["${MASK}"], enum: [a] }`), ERROR, 'test_contradictory', 'Remove "enum" or "masked".'],
];

const CONTRADICTIONS: readonly Row[] = [
  [allow('actions: [scale-deployment], not: { actions: [scale-deployment] }'), WARNING, 'rule_unmatched', '"not"'],
  [allow('actions: [scale-deployment], not: { actions: ["scale-*"] }'), WARNING, 'rule_unmatched', 'Compare'],
  [allow('not: { callers: { roles: [deployer] } }'), WARNING, 'rule_unmatched', 'Remove "not"'],
  [deny('{ risk_classes: [high], not: { risk_classes: [high] } }'), WARNING, 'rule_unmatched', 'Remove "not"'],
  [deny('{ require_ticket: true, not: { require_ticket: true } }'), WARNING, 'rule_unmatched', 'Remove "not"'],
  [deny('{ reversible: true, not: { reversible: true } }'), WARNING, 'rule_unmatched', 'Remove "not"'],
  [deny('{ tags: [aws], not: { tags: ["*"] } }'), WARNING, 'rule_unmatched', 'Compare'],
  [
    deny('{ targets: { environments: [prod] }, not: { targets: { environments: [prod, staging] } } }'),
    WARNING,
    'rule_unmatched',
    'Compare',
  ],
  [
    deny('{ targets: { owner_in_caller_groups: true }, not: { targets: { owner_in_caller_groups: true } } }'),
    WARNING,
    'rule_unmatched',
    'Remove "not"',
  ],
  [
    deny('{ time_windows: [{ days: [Mon] }], not: { time_windows: [{ days: [0, 1] }] } }'),
    WARNING,
    'rule_unmatched',
    'Compare',
  ],
  [
    deny('{ valid: { from: 2027-01-01T00:00:00Z }, not: { valid: { from: 2026-01-01T00:00:00Z } } }'),
    WARNING,
    'rule_unmatched',
    'Compare',
  ],
  [
    allow(
      'actions: [scale-deployment], params: { replicas: { max_value: 5 } }, not: { params: { replicas: { max_value: 9 } } }',
    ),
    WARNING,
    'rule_unmatched',
    'Compare',
  ],
  [deny('{ not: { valid: { until: 2026-01-01T00:00:00Z } } }'), WARNING, 'rule_expired', 'Remove "not"'],
  [deny('{ not: { callers: {} } }'), WARNING, 'condition_absent', 'Add a value'],
  [deny('{ not: { callers: null, tags: [aws] } }'), WARNING, 'condition_absent', 'Add a value'],
  [allow('not: null'), WARNING, 'condition_absent', 'Add a value'],
  [deny('{ not: { actions: [] } }'), WARNING, 'rule_unmatched', 'Add a value'],
  [deny('{ actions: [scale-deployment], reversible: false }'), WARNING, 'rule_unmatched', 'Compare'],
  [deny('{ actions: [scale-deployment], tags: [aws] }'), WARNING, 'rule_unmatched', 'Compare'],
  [deny('{ actions: [set-password], risk_classes: [low] }'), WARNING, 'rule_unmatched', 'are high'],
  [deny('{ actions: [set-password], targets: {} }'), WARNING, 'targets_unmatched', 'Remove "targets"'],
  [allow('tags: [aws]').concat('\noverrides: true'), ERROR, 'guardrail_allows', 'Remove "overrides"'],
  [deny('{}\noverrides: true\napprovals: { quorum: 2 }'), ERROR, 'approvals_unused', 'Remove "approvals"'],
  [allow('tags: [aws]').concat('\napprovals: { quorum: 2 }'), ERROR, 'approvals_unused', 'Remove "approvals"'],
];

const PLACES: readonly Row[] = [
  [deny('{ overrides: true }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{ approvals: { quorum: 2 } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{ not: { overrides: true } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{ not: { decision: allow } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{ not: { not: { tags: [aws] } } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{ targets: { params: { replicas: { max_value: 5 } } } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{ targets: { not: { environments: [prod] } } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{ callers: { not: { roles: [a] } } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{ params: { not: { replicas: { max_value: 5 } } } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{}\nparams: { replicas: { max_value: 5 } }'), ERROR, 'key_unknown', 'Known keys'],
  [deny('{}\nnot: { tags: [aws] }'), ERROR, 'key_unknown', 'Known keys'],
];

const MISUSES = [...TYPES, ...VALUES, ...SECRETS, ...CONTRADICTIONS, ...PLACES];

describe('T56 misspelled and contradictory rules, as validate reports them', () => {
  test('there are more than 60, and all differ', () => {
    expect(new Set(MISUSES.map(([rule]) => rule)).size).toBe(MISUSES.length);
    expect(MISUSES.length).toBeGreaterThan(60);
  });

  test.each(
    MISUSES.map(([rule, severity, code, fix]) => ({ name: rule.replaceAll('\n', ', '), rule, severity, code, fix })),
  )('$name', async ({ code, fix, rule, severity }) => {
    const problems = await validate(rule);
    expect(problems).toContainEqual(
      expect.objectContaining({ severity, code, fix: expect.stringContaining(fix), line: expect.any(Number) }),
    );
  });

  test.each([
    scale('replicas: { enum: ["5", 6] }'),
    password('force: { enum: ["true", false] }'),
    password('to: { contains: ann@example.com }'),
    deny('{ callers: { roles: [a] }, not: { callers: { roles: [b] }, tags: [aws] } }'),
    deny(
      '{ targets: { environments: [prod] }, not: { targets: { environments: [prod], sensitivities: [public, internal] } } }',
    ),
    deny('{ callers: null }'),
    deny('{ not: null }'),
  ])('valid: %s', async (rule) => {
    expect(await validate(rule)).toEqual([]);
  });
});
