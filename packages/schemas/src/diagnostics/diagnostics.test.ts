import { describe, expect, test } from 'vitest';
import { readAction, readPlan, readRules, readTargets, readTestCases } from '../index.ts';

const ACTION = { name: 'restart', version: '1.0.0', description: 'Restart', risk_class: 'low', target_types: ['vm'] };
const TARGET = { id: 'a', type: 'vm', environment: 'dev', sensitivity: 'public' };

/** One line for each diagnostic: `path: message fix`. */
function say({ diagnostics }: { diagnostics: ReturnType<typeof readAction>['diagnostics'] }): string {
  return diagnostics.map(({ fix, message, path }) => `${path.join('.')}: ${message} ${fix ?? ''}`.trim()).join('\n');
}

describe('a diagnostic names the mistake, its place and its fix', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ risk_clas: 'low' }, 'risk_clas: The key "risk_clas" is not known here. Did you mean "risk_class"?'],
    [{ '<<': {} }, 'Merge keys are not supported: write the keys out.'],
    [{ risk_class: 'hihg' }, 'risk_class: "hihg" is not one of low, medium, high, critical. Did you mean "high"?'],
    [{ version: 1.0 }, 'version: "version" must be a string, but it is an integer. Put it in quotes.'],
    [{ version: '1.0' }, 'version: "version" must be three numbers such as "1.0.0".'],
    [{ reversible: 'yes' }, 'reversible: "reversible" must be true or false, but it is a string. Write true.'],
    [{ target_types: 'vm' }, 'target_types: "target_types" must be a list, but it is a string. Write [vm].'],
    [{ risk_class: 'LOW' }, 'Did you mean "low"?'],
    [{ risk_class: 'severe' }, 'risk_class: "severe" is not one of low, medium, high, critical.'],
    [{ parameters: [{ name: 'a', type: 'int' }] }, 'Did you mean "integer"?'],
    [{ tags: ['a', 3] }, 'tags.1: Entry 2 of "tags" must be a string, but it is an integer.'],
    [{ prechecks: [3] }, 'prechecks.0: Entry 1 of "prechecks" must be a string or object, but it is an integer.'],
    [
      { prechecks: [{ nme: 'a' }] },
      'prechecks.0.nme: The key "nme" is not known here. Did you mean "name"? Known keys: name, description, blocking.',
    ],
    [
      { credentials: { type: 'aws', fields: { action: ['a'] } } },
      'credentials.fields.action: The key "action" is not known here. Did you mean "actions"?',
    ],
    [
      { credentials: { type: 'kubernetes', fields: { actions: ['a'] } } },
      'credentials.fields.actions: The key "actions" is not known here.',
    ],
    [
      {
        credentials: {
          type: 'kubernetes',
          fields: { rules: [{ verbs: ['get'], resource: ['pods'], api_groups: [''] }] },
        },
      },
      'credentials.fields.rules.0.resource: The key "resource" is not known here. Did you mean "resources"?',
    ],
    [
      { credentials: { type: 'kubernetes', fields: { rules: [{ verbs: ['get'], resources: ['pods'] }] } } },
      'credentials.fields.rules.0.api_groups: The key "api_groups" is missing. Add "api_groups".',
    ],
    [
      {
        credentials: {
          type: 'kubernetes',
          fields: { verbs: ['get'], rules: [{ verbs: ['get'], resources: ['pods'], api_groups: [''] }] },
        },
      },
      'credentials.fields.verbs: "verbs" cannot be used together with "rules".',
    ],
    [
      { credentials: { type: 'aws', fields: { rules: [{ action: ['ec2:StopInstances'], resources: ['arn'] }] } } },
      'credentials.fields.rules.0.action: The key "action" is not known here. Did you mean "actions"?',
    ],
    [
      {
        credentials: {
          type: 'aws',
          fields: { rules: [{ actions: ['ec2:DescribeInstances'], conditions: { StringEqual: { a: 'b' } } }] },
        },
      },
      'credentials.fields.rules.0.conditions.StringEqual: The key "StringEqual" is not known here. Did you mean "StringEquals"?',
    ],
    [
      {
        credentials: {
          type: 'aws',
          fields: { actions: ['ec2:StopInstances'], rules: [{ actions: ['ec2:StopInstances'], resources: ['arn'] }] },
        },
      },
      'credentials.fields.actions: "actions" cannot be used together with "rules".',
    ],
    [
      { credentials: { type: 'ssh', fields: { host: 'a' }, tll: 3 } },
      'credentials.tll: The key "tll" is not known here. Did you mean "ttl"?',
    ],
    [
      { parameters: [{ name: 'a', type: 'integer', constraints: { min_value: '3' } }] },
      'parameters.0.constraints.min_value: "min_value" must be a number, but it is a string.',
    ],
  ])('%j', (change, message) => {
    expect(say(readAction({ ...ACTION, ...change }))).toContain(message);
  });

  test('a missing key is named', () => {
    const { description: _, risk_class: __, ...rest } = ACTION;
    expect(say(readAction(rest))).toBe(
      'description: The key "description" is missing. Add "description".\nrisk_class: The key "risk_class" is missing. Add "risk_class".',
    );
  });

  test('an invalid rule does not hide the others', () => {
    const rule = { name: 'r', match: {}, decision: 'allow', reason: 'x' };
    const { entries, diagnostics } = readRules({ rules: [rule, { ...rule, desicion: 'deny' }, rule, 7] });
    expect(entries.map(({ path }) => path)).toEqual([
      ['rules', 0],
      ['rules', 2],
    ]);
    expect(diagnostics.map(({ path }) => path)).toEqual([
      ['rules', 1, 'desicion'],
      ['rules', 3],
    ]);
  });

  test.each([
    [{ bindings: { namespace: [] } }, 'bindings.namespace'],
    [{ scope: {} }, 'A scope is either a cluster or an AWS account and region.'],
    [{ scope: { cluster: 'a', account: '123456789012' } }, 'A scope is either a cluster or an AWS account and region.'],
    [{ scope: { cluster: 'a', region: 'eu-west-1' } }, 'A scope is either a cluster or an AWS account and region.'],
    [{ scope: { account: 123456789012, region: 'eu-west-1' } }, 'Put it in quotes.'],
    [
      { scope: { account: '123456789012', region: 'a' }, bindings: { region: 'b' } },
      'The binding has the region "b", but the scope has "a".',
    ],
  ])('a target with %j', (change, message) => {
    expect(say(readTargets({ targets: [{ ...TARGET, ...change }] }))).toContain(message);
  });

  test.each([{ cluster: 'a' }, { account: '123456789012', region: 'eu-west-1' }, { account: '123456789012' }])(
    'a target with the scope %j is valid',
    (scope) => {
      expect(say(readTargets({ targets: [{ ...TARGET, scope }] }))).toBe('');
    },
  );

  test.each([
    [{ time_windows: [{ timezone: 'Europe/Zürich' }] }, 'is not a time zone. Use an IANA name'],
    [{ time_windows: [{ start_hour: 24 }] }, '"start_hour" must be at most 23.'],
    [{ time_windows: [{ days: [7] }] }, 'Entry 1 of "days" must be at most 6.'],
    [{ callers: { max_delegation_depth: -1 } }, '"max_delegation_depth" must be at least 0.'],
  ])('a rule that matches %j', (match, message) => {
    expect(say(readRules({ rules: [{ name: 'r', match, decision: 'allow', reason: 'x' }] }))).toContain(message);
  });

  test.each([
    ['alow', 'Did you mean "allow"?'],
    ['approval', 'Did you mean "require_approval"?'],
    ['require-approval', 'Did you mean "require_approval"?'],
    ['approve', 'Did you mean "require_approval"?'],
    ['permit', 'rules.0.decision: "permit" is not one of allow, deny, require_approval.'],
  ])('the decision %s', (decision, message) => {
    const found = say(readRules({ rules: [{ name: 'r', match: {}, decision, reason: 'x' }] }));
    expect(found.endsWith(message)).toBe(true);
  });

  test('the diagnostic points at the mistake inside of an expectation, not at the expectation', () => {
    const expectation = { result: 'deny', code: 'target_mismatched' };
    const [diagnostic, another] = readTestCases({
      tests: [{ name: 'a', action: 'b', expect: expectation }],
    }).diagnostics;
    expect(another).toBeUndefined();
    expect(diagnostic).toMatchObject({ path: ['tests', 0, 'expect', 'code'], fix: 'Did you mean "target_mismatch"?' });
  });

  test.each([
    [readAction({ rules: [] }), 'The file is a policy file, not an action.'],
    [readRules(ACTION), 'The file is an action, not a policy file.'],
    [readRules({ tests: [] }), 'The file is a file of policy tests, not a policy file.'],
    [readTargets({ rules: [] }), 'The file is a policy file, not an inventory.'],
    [readPlan({ targets: [] }), 'The file is an inventory, not a plan.'],
  ])('a misplaced file gets one diagnostic (%#)', (reading, message) => {
    expect(reading.diagnostics).toEqual([expect.objectContaining({ code: 'document_misplaced', message })]);
  });

  test('a key that resembles no known key gets no guess', () => {
    expect(say(readAction({ ...ACTION, xyzzy: 1 }))).toContain('not known here. Known keys: name, version');
  });

  test('a diagnostic of a plan points into its list', () => {
    expect(say(readPlan([{ action: 'a' }, { acton: 'b' }]))).toContain(
      '1.acton: The key "acton" is not known here. Did you mean "action"?',
    );
  });
});
