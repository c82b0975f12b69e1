import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '@agent-safe/core';
import { readProject } from '@agent-safe/registry';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { lint } from '../src/lint.ts';

/** Returns the diagnostics of a policy file with one rule. */
function diagnose(rule: string): readonly Diagnostic[] {
  const folder = makeFolder();
  const action = {
    name: 'restart',
    version: '1.0.0',
    description: 'x',
    risk_class: 'low',
    target_types: ['vm'],
    parameters: [],
  };
  writeFileSync(join(folder, 'action.yaml'), JSON.stringify({ ...action, reversible: false }));
  const path = join(folder, 'policies.yaml');
  writeFileSync(path, `rules:\n  - name: rule\n    reason: x\n${rule.replace(/^/gm, '    ')}\n`);
  const project = readProject({ registry: join(folder, 'action.yaml'), policies: path });
  expect(project.actions, JSON.stringify(project.diagnostics)).toHaveLength(1);
  const isReadable = project.diagnostics.every(({ severity }) => severity !== 'error');
  const warnings = isReadable ? lint({ ...project, targets: undefined }, false, { now: Date.UTC(2026, 11, 1) }) : [];
  return [...project.diagnostics, ...warnings].filter(({ file }) => file === path);
}

const DENY = 'decision: deny\n';
const window = (members: string) => `${DENY}match: { time_windows: [{ ${members} }] }`;
const valid = (members: string) => `${DENY}match: { valid: { ${members} } }`;
const ask = (approvals: string) => `decision: require_approval\nmatch: {}\napprovals: ${approvals}`;

/** Each mistake, what its message or fix names, and whether the rule is refused. */
const MISUSES: readonly (readonly [yaml: string, said: string, severity?: 'warning'])[] = [
  // Days
  [window('days: Mon-Fri'), 'Write the days out: [Mon, Tue, Wed, Thu, Fri].'],
  [window('days: [Mon-Fri]'), 'Write the days out: [Mon, Tue, Wed, Thu, Fri].'],
  [window('days: [Sat-Mon]'), 'Write the days out: [Sat, Sun, Mon].'],
  [window('days: "Mon, Wed"'), 'Write the days out: [Mon, Wed].'],
  [window('days: Mon'), 'Write [Mon].'],
  [window('days: [monday]'), 'Did you mean "Mon"?'],
  [window('days: [MON]'), 'Did you mean "Mon"?'],
  [window('days: [weekdays]'), 'Write a list of days'],
  [window('days: [7]'), 'Write Sun'],
  [window('days: [-1]'), 'Write a list of days'],
  [window('days: [1.5]'), 'Write a list of days'],
  [window('days: []'), 'Add a value, or remove the key.', 'warning'],
  // Times of day
  [window('start: "25:00"'), 'from "00:00" to "23:59"'],
  [window('start: "24:00"'), 'from "00:00" to "23:59"'],
  [window('end: "24:01"'), 'from "00:00" to "24:00"'],
  [window('start: 9:00am'), 'Write "09:00".'],
  [window('end: 5pm'), 'Write "17:00".'],
  [window('start: "9:00"'), 'Write "09:00".'],
  [window('start: 9'), 'Write "09:00".'],
  [window('start: "09:00:00"'), 'Write "09:00".'],
  [window('start: noon'), 'Write hours and minutes in quotes'],
  [window('start: "09:00", end: "09:00"'), 'For the whole day, remove "start" and "end".'],
  [window('start: "09:00", end_hour: 17'), 'Use "end" instead'],
  [window('start_hour: 9, end: "17:00"'), 'Use "start" instead'],
  [window('start_time: "09:00"'), 'Known keys: days, start_hour, end_hour, start, end, timezone.'],
  [window('start_hour: 9.5'), '"start_hour" must be an integer'],
  [`${DENY}match: { time_window: [{ start: "09:00" }] }`, 'Did you mean "time_windows"?'],
  [`${DENY}time_windows: [{ start: "09:00" }]\nmatch: {}`, 'Known keys:'],
  [`${DENY}match: { time_windows: { start: "09:00" } }`, 'Write it as a list'],
  // Time zones
  [window('timezone: CET+1'), 'Use an IANA name'],
  [window('timezone: "+01:00"'), 'Use an IANA name'],
  [window('timezone: Europe/Berln'), 'such as "Europe/Berlin"'],
  [window('timezone: ""'), 'Use an IANA name'],
  [window('tz: UTC'), 'Known keys: days'],
  // Periods
  [valid('from: 2026-12-01'), 'Write "2026-12-01T00:00:00Z"'],
  [valid('from: 2026-12-01T00:00:00'), 'Write "2026-12-01T00:00:00Z"'],
  [valid('from: "2026-12-01 08:30 +0100"'), 'Write "2026-12-01T08:30:00+01:00"'],
  [valid('from: 2026-02-30T00:00:00Z'), 'Write a date that exists'],
  [valid('until: 2026-12-01T24:00:00Z'), 'Write a date that exists'],
  [valid('until: tomorrow'), 'Write a date that exists'],
  [valid('until: 1796040000'), 'Write a date that exists'],
  [valid('from: 2027-01-01T00:00:00Z, until: 2026-01-01T00:00:00Z'), 'Swap "from" and "until"'],
  [valid('from: 2027-01-01T00:00:00Z, until: 2027-01-01T01:00:00+01:00'), 'Set a later "until"'],
  [`${DENY}match: { valid: {} }`, 'Add "from" or "until"'],
  [valid('form: 2027-01-01T00:00:00Z'), 'Did you mean "from"?'],
  [valid('to: 2027-01-01T00:00:00Z'), 'Known keys: from, until.'],
  [`${DENY}match: {}\nvalid: { until: 2027-01-01T00:00:00Z }`, 'Known keys:'],
  [valid('until: 2026-12-01T00:00:00Z'), 'Remove the rule, or set a later "until".', 'warning'],
  [
    'decision: allow\nmatch: { callers: { agent_ids: [a] }, valid: null }',
    'Add a value, or remove the key.',
    'warning',
  ],
  // Guardrails
  ['decision: allow\nmatch: {}\noverrides: true', 'Remove "overrides", or change the decision'],
  [`${DENY}match: {}\noverrides: yes`, 'Write true.'],
  [`${DENY}match: {}\noverride: true`, 'Did you mean "overrides"?'],
  [`${DENY}match: { overrides: true }`, 'Known keys:'],
  [`${DENY}match: {}\noverrides: null`, 'Add a value, or remove the key.', 'warning'],
  // Approvals
  ['decision: deny\nmatch: {}\napprovals: { quorum: 2 }', 'Remove "approvals", or change the decision'],
  ['decision: allow\nmatch: {}\napprovals: { quorum: 2 }', 'Remove "approvals", or change the decision'],
  [ask('{ quorum: 0 }'), '"quorum" must be at least 1.'],
  [ask('{ quorum: 101 }'), '"quorum" must be at most 100.'],
  [ask('{ quorum: "2" }'), 'Remove the quotes.'],
  [ask('{ quorom: 2 }'), 'Did you mean "quorum"?'],
  [ask('{}'), 'Add "roles", "groups", "quorum" or "ttl_seconds"'],
  [ask('{ roles: [] }'), '"roles" must be at least 1 entry long.'],
  [ask('{ roles: sre }'), 'Write [sre].'],
  [ask('{ ttl_seconds: -1 }'), '"ttl_seconds" must be at least 0.001.'],
  [ask('{ ttl: 60 }'), 'Did you mean "ttl_seconds"?'],
  [ask('{ quorum: 2, roles: null }'), 'Add a value, or remove the key.', 'warning'],
  ['decision: require_approval\nmatch: {}\napproval: { quorum: 2 }', 'Did you mean "approvals"?'],
];

describe('T57 misspelled and contradictory dates, guardrails and approvals', () => {
  test.each(MISUSES.map(([yaml, said, severity]) => ({ yaml, said, severity })))(
    '$yaml',
    ({ said, severity, yaml }) => {
      const found = diagnose(yaml);
      const texts = found.map((each) => `${each.severity}: ${each.message} ${each.fix ?? ''}`);
      const fitting = found.filter((each) => `${each.message} ${each.fix ?? ''}`.includes(said));
      expect(fitting.length, texts.join('\n')).toBeGreaterThan(0);
      expect(fitting[0]?.severity).toBe(severity ?? 'error');
      // The place is that of the mistake.
      expect(fitting[0]?.line).toBeGreaterThanOrEqual(4);
    },
  );

  test.each([
    window('days: [Mon, 1, Sun], start: "22:30", end: "06:00", timezone: Europe/Berlin'),
    window('start: 22:30, end: 24:00'),
    window('start_hour: 9, end_hour: 17'),
    valid('from: 2026-12-01T00:00:00Z, until: "2027-01-07T00:00:00+01:00"'),
    valid('from: 2026-12-01T00:00:00.5Z'),
    `${DENY}match: {}\noverrides: true`,
    ask('{ roles: [sre], groups: [oncall], quorum: 2, ttl_seconds: 600 }'),
  ])('%s is accepted', (yaml) => {
    // The rules match every caller or hide nothing, which is no mistake of their dates.
    expect(diagnose(yaml).filter(({ code }) => code !== 'rule_unmatched')).toEqual([]);
  });
});
