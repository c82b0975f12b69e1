import type { PolicyMatch, PolicyRule, TimeWindow } from '@agent-safe/core';
import { arbitraries, checkLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesTime } from './match/time-condition.ts';
import { Pdp } from './pdp.ts';

const world = {
  actions: arbitraries.actions(),
  rules: arbitraries.rules(),
  targets: arbitraries.targets(),
  verifiesCallers: fc.boolean(),
};
const request = arbitraries.request(arbitraries.delegatedCaller());
const runs = 100_000;

/** Whether a rule exists, by the dates of JavaScript. */
function exists({ match: { valid } }: PolicyRule, at: number): boolean {
  const isBegun = valid?.from === undefined || Date.parse(valid.from) <= at;
  return isBegun && (valid?.until === undefined || at < Date.parse(valid.until));
}

function withoutPeriod({ match }: PolicyRule): PolicyMatch {
  return Object.fromEntries(Object.entries(match).filter(([key]) => key !== 'valid'));
}

test('T57 a rule outside its period changes nothing, and within it the period changes nothing', () => {
  const property = fc.property(fc.record(world), request, (options, asked) => {
    const rules = options.rules
      .filter((rule) => exists(rule, asked.at))
      .map((rule) => ({ ...rule, match: withoutPeriod(rule) }));
    expect(new Pdp(options).decide(asked)).toEqual(new Pdp({ ...options, rules }).decide(asked));
  });
  checkLaw('a period only removes its rule', property, { runs });
});

test('T57 a decision point answers by the time of each request, in any order of requests', () => {
  const requests = fc.array(request, { minLength: 2, maxLength: 6 });
  const property = fc.property(fc.record(world), requests, (options, asked) => {
    const [first = asked[0]] = asked;
    const pdp = new Pdp(options);
    for (const { at } of asked) {
      const again = { ...first, action: first?.action ?? '', at };
      expect(pdp.decide(again)).toEqual(new Pdp(options).decide(again));
    }
  });
  checkLaw('times are independent', property, { runs: runs / 10 });
});

test('T57 a guardrail that denies decides before others of any priority and order', () => {
  const property = fc.property(
    fc.record(world),
    arbitraries.rule(),
    request,
    fc.nat(),
    fc.integer(),
    (options, rule, asked, place, priority) => {
      const before = new Pdp(options).decide(asked);
      const added: PolicyRule = { ...rule, name: 'added', decision: 'deny', overrides: true, priority };
      const rules = options.rules.toSpliced(place % (options.rules.length + 1), 0, added);
      const alone = new Pdp({ ...options, rules: [added] }).decide(asked);
      const after = new Pdp({ ...options, rules }).decide(asked);
      if (alone.policy_matched === 'added') expect(after.result).toBe('deny');
      else if (after.code !== 'target_ambiguous') expect(after).toEqual(before);
    },
  );
  checkLaw('a denying guardrail denies', property, { runs });
});

test('T57 no guardrail yields an allow, and no rule without overrides is tried before a guardrail', () => {
  const property = fc.property(fc.record(world), request, (options, asked) => {
    const guardrails = options.rules.filter(({ overrides }) => overrides === true);
    const alone = new Pdp({ ...options, rules: guardrails }).decide(asked);
    const all = new Pdp(options).decide(asked);
    if (alone.code !== 'rule') return;
    expect(alone.result).not.toBe('allow');
    // Another target of the same object may be stricter by the other rules.
    if (all.code === 'target_ambiguous') expect(all.result).toBe('deny');
    else expect(all).toEqual(alone);
  });
  checkLaw('guardrails come first', property, { runs });
});

/** Whether a window is open, by the parts that the runtime formats. */
function isOpen({ days, end = '24:00', start = '00:00', timezone = 'UTC' }: TimeWindow, at: number): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}`;
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  const today = names.indexOf(part('weekday'));
  const isListed = (day: number) => days === undefined || days.some((each) => each === day || each === names[day]);
  if (start < end) return isListed(today) && start <= time && time < end;
  return time >= start ? isListed(today) : time < end && isListed((today + 6) % 7);
}

test('T57 windows in minutes agree with the local time of every time zone', () => {
  const minutes = fc.integer({ min: 0, max: 1_439 }).map((minute) => {
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  });
  const window = fc.record(
    {
      days: fc.subarray(['Mon', 1, 'Wed', 3, 'Fri', 5, 'Sun'] as const),
      start: minutes,
      end: minutes,
      timezone: fc.constantFrom('UTC', ...Intl.supportedValuesOf('timeZone')),
    },
    { requiredKeys: ['start', 'end'] },
  );
  const times = fc.array(fc.integer({ min: Date.UTC(1973, 0, 1), max: Date.UTC(2040, 0, 1) }), { minLength: 3 });
  let open = 0;
  const property = fc.property(
    window.filter(({ end, start }) => start !== end),
    times,
    (random, asked) => {
      for (const at of asked) {
        const expected = isOpen(random, at);
        if (expected) open++;
        expect(matchesTime({ time_windows: [random] }, at), new Date(at).toISOString()).toBe(expected);
      }
    },
  );
  checkLaw('windows are open as clocks show', property, { runs: runs / 20 });
  expect(open).toBeGreaterThan(100);
});
