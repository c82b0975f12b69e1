import type { DecisionResult, PolicyMatch, PolicyRule, TimeWindow } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { Pdp } from './pdp.ts';

const action = sampleAction({ name: 'restart-app' });

function rule(name: string, decision: DecisionResult, match: PolicyMatch = {}, more: Partial<PolicyRule> = {}) {
  return { name, description: '', priority: 0, match, decision, reason: `Because of ${name}`, ...more };
}

function decide(rules: readonly PolicyRule[], at: number | string) {
  const pdp = new Pdp({ actions: [action], rules });
  return pdp.decide({ action: action.name, at: typeof at === 'number' ? at : Date.parse(at) });
}

/** Whether a window is open at a time. */
function isOpen(window: TimeWindow, at: string): boolean {
  return decide([rule('window', 'allow', { time_windows: [window] })], at).result === 'allow';
}

describe('time windows with minutes', () => {
  const night: TimeWindow = { days: ['Mon', 1], start: '22:30', end: '06:00', timezone: 'Europe/Berlin' };

  test.each([
    ['before the start', '2026-11-30T22:29:59.999+01:00', false],
    ['at the start', '2026-11-30T22:30:00+01:00', true],
    ['past midnight, on the day it started', '2026-12-01T05:59:59.999+01:00', true],
    ['at the exclusive end', '2026-12-01T06:00:00+01:00', false],
    ['the night that starts on Tuesday', '2026-12-02T03:00:00+01:00', true],
    ['the night that starts on Wednesday', '2026-12-03T03:00:00+01:00', false],
    ['the night that starts on Sunday', '2026-11-30T03:00:00+01:00', false],
  ])('%s', (_, at, expected) => {
    expect(isOpen(night, at)).toBe(expected);
  });

  test('without a start it begins at midnight, without an end it lasts until midnight', () => {
    expect(isOpen({ end: '06:15' }, '2026-12-01T00:00:00Z')).toBe(true);
    expect(isOpen({ end: '06:15' }, '2026-12-01T06:15:00Z')).toBe(false);
    expect(isOpen({ start: '22:30' }, '2026-12-01T23:59:59.999Z')).toBe(true);
    expect(isOpen({ start: '22:30' }, '2026-12-02T00:00:00Z')).toBe(false);
    expect(isOpen({ start: '22:30', end: '24:00' }, '2026-12-01T23:59:59.999Z')).toBe(true);
    expect(isOpen({ start: '22:30', end: '00:00' }, '2026-12-02T00:00:00Z')).toBe(false);
  });

  test('hours keep their meaning: the last one is inclusive', () => {
    expect(isOpen({ start_hour: 9, end_hour: 17 }, '2026-12-01T17:59:59.999Z')).toBe(true);
    expect(isOpen({ start_hour: 9, end_hour: 17 }, '2026-12-01T18:00:00Z')).toBe(false);
    expect(isOpen({ start_hour: 9 }, '2026-12-01T23:59:59Z')).toBe(true);
  });
});

describe('time windows when the clock changes', () => {
  const gap: TimeWindow = { start: '02:30', end: '03:30', timezone: 'Europe/Berlin' };

  test('on the night without 02:00 to 03:00, the window opens at 03:00', () => {
    expect(isOpen(gap, '2026-03-29T00:59:59Z')).toBe(false);
    expect(isOpen(gap, '2026-03-29T01:00:00Z')).toBe(true);
    expect(isOpen(gap, '2026-03-29T01:29:59Z')).toBe(true);
    expect(isOpen(gap, '2026-03-29T01:30:00Z')).toBe(false);
  });

  test('on the night with two hours from 02:00 to 03:00, the window is open in both', () => {
    const open = ['00:29', '00:30', '00:59', '01:00', '01:29', '01:30', '02:29', '02:30'].map((time) =>
      isOpen(gap, `2026-10-25T${time}:00Z`),
    );
    expect(open).toEqual([false, true, true, false, false, true, true, false]);
  });

  test('a window within the missing hour stays closed that night', () => {
    const missing: TimeWindow = { start: '02:15', end: '02:45', timezone: 'Europe/Berlin' };
    for (let minute = 0; minute < 240; minute++) {
      expect(isOpen(missing, new Date(Date.UTC(2026, 2, 29) + minute * 60_000).toISOString())).toBe(false);
    }
    expect(isOpen(missing, '2026-03-30T00:30:00Z')).toBe(true);
  });
});

describe('T57 a date is decided by the clock of the decision point', () => {
  const freeze = rule('freeze', 'deny', {
    valid: { from: '2026-12-01T00:00:00Z', until: '2027-01-07T01:00:30+01:00' },
  });
  const allow = rule('allow', 'allow');

  test('a rule exists from the first millisecond of its period to the last', () => {
    const at = (time: string) => decide([{ ...freeze, priority: 1 }, allow], time).policy_matched;
    expect(at('2026-11-30T23:59:59.999Z')).toBe('allow');
    expect(at('2026-12-01T00:00:00.000Z')).toBe('freeze');
    expect(at('2027-01-07T00:00:29.999Z')).toBe('freeze');
    expect(at('2027-01-07T00:00:30.000Z')).toBe('allow');
  });

  test('one decision point follows the clock to the millisecond, in both directions', () => {
    const pdp = new Pdp({ actions: [action], rules: [{ ...freeze, priority: 1 }, allow] });
    const until = Date.parse('2027-01-07T00:00:30Z');
    const answers = [-1, 0, -1, 1, -30_000, 29_999, -1].map(
      (offset) => pdp.decide({ action: action.name, at: until + offset }).result,
    );
    expect(answers).toEqual(['deny', 'allow', 'deny', 'allow', 'deny', 'allow', 'deny']);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 8.65e15])('the time %s denies', (at) => {
    const rules = [rule('exception', 'allow', { valid: { until: '2030-01-01T00:00:00Z' } }), allow];
    expect(decide(rules, at)).toMatchObject({ result: 'deny', code: 'request_invalid' });
  });
});

describe('T57 no priority outranks a guardrail', () => {
  const allow = rule('allow', 'allow', {}, { priority: 1_000_000 });
  const approve = rule('approve', 'require_approval', {}, { overrides: true, priority: 5 });
  const deny = rule('deny', 'deny', {}, { overrides: true, priority: -5 });

  test.each([
    ['a guardrail before a priority', [allow, approve], 'approve'],
    ['deny before require_approval', [allow, approve, deny], 'deny'],
    ['in any order', [deny, approve, allow], 'deny'],
    ['without overrides, the priority', [allow, { ...deny, overrides: false }], 'allow'],
    ['priority between guardrails', [deny, { ...deny, name: 'first', priority: 0 }], 'first'],
    ['file order between equal guardrails', [{ ...deny, name: 'first' }, deny], 'first'],
  ])('%s', (_, rules, expected) => {
    expect(decide(rules, 0).policy_matched).toBe(expected);
  });
});

describe('rules with invalid times and guardrails are refused', () => {
  test.each<[string, PolicyRule]>([
    ['a guardrail that allows', rule('a', 'allow', {}, { overrides: true })],
    ['overrides as text', rule('a', 'deny', {}, { overrides: 'true' as unknown as boolean })],
    ['approvals of a deny', rule('a', 'deny', {}, { approvals: { quorum: 2 } })],
    ['a local date', rule('a', 'deny', { valid: { from: '2026-12-01T00:00:00' } })],
    ['a date that does not exist', rule('a', 'deny', { valid: { from: '2026-02-30T00:00:00Z' } })],
    ['an empty period', rule('a', 'deny', { valid: { from: '2026-12-01T00:00:00Z', until: '2026-12-01T00:00:00Z' } })],
    ['an unknown day', rule('a', 'deny', { time_windows: [{ days: ['mon' as 'Mon'] }] })],
    ['an hour that does not exist', rule('a', 'deny', { time_windows: [{ start: '25:00' }] })],
    ['an empty window', rule('a', 'deny', { time_windows: [{ start: '09:00', end: '09:00' }] })],
    ['hours and times', rule('a', 'deny', { time_windows: [{ start: '09:00', end_hour: 17 }] })],
    ['an unknown time zone', rule('a', 'deny', { time_windows: [{ timezone: 'CET+1' }] })],
    ['an offset as time zone', rule('a', 'deny', { time_windows: [{ timezone: '+01:00' }] })],
  ])('%s', (_, invalid) => {
    expect(() => decide([invalid], 0)).toThrow(expect.objectContaining({ code: 'ERR_POLICY_INVALID' }));
  });
});

test('an evaluation says when the first of its rules ends, unless it denies', () => {
  const until = (time: string) => ({ valid: { until: time } });
  const end = (rules: readonly PolicyRule[]) =>
    new Pdp({ actions: [action], rules }).evaluate({ action: action.name, at: 0 }).validUntil;
  expect(end([rule('a', 'allow', until('2026-12-01T00:00:00Z'))])).toBe(Date.parse('2026-12-01T00:00:00Z'));
  expect(end([rule('a', 'require_approval', until('2026-12-01T00:00:00+01:00'))])).toBe(
    Date.parse('2026-11-30T23:00:00Z'),
  );
  expect(end([rule('a', 'allow')])).toBeUndefined();
  expect(end([rule('a', 'deny', until('2026-12-01T00:00:00Z'))])).toBeUndefined();
});

test('T57 an evaluation ends when a period in "not" begins', () => {
  const freeze = { from: '2026-12-24T00:00:00Z', until: '2027-01-02T00:00:00Z' };
  const begin = Date.parse(freeze.from);
  const end = (rules: readonly PolicyRule[], at: number) =>
    new Pdp({ actions: [action], rules }).evaluate({ action: action.name, at }).validUntil;
  for (const decision of ['allow', 'require_approval'] as const) {
    const until = { until: '2026-12-31T00:00:00Z' };
    expect(end([rule('a', decision, { not: { valid: freeze } })], begin - 1)).toBe(begin);
    expect(end([rule('a', decision, { valid: until, not: { valid: freeze } })], begin - 1)).toBe(begin);
    expect(end([rule('a', decision, { not: { valid: freeze } })], Date.parse(freeze.until))).toBeUndefined();
    expect(end([rule('a', decision, { not: { valid: freeze, reversible: true } })], begin + 1)).toBeUndefined();
    expect(end([rule('a', decision, { not: { valid: { until: freeze.from } } })], begin)).toBeUndefined();
  }
});
