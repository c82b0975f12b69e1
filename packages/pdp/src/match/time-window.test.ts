import type { TimeWindow } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { minuteOfWeek } from './local-time.ts';
import { matchesTime } from './time-condition.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Offsets from UTC in minutes, written by hand: the standard one, and the period in 2026 in which another one applies. */
const ZONES: Readonly<Record<string, readonly [standard: number, summer: number, from: string, until: string]>> = {
  UTC: [0, 0, '2026-01-01T00:00Z', '2026-01-01T00:00Z'],
  'Europe/Zurich': [60, 120, '2026-03-29T01:00Z', '2026-10-25T01:00Z'],
  'America/New_York': [-300, -240, '2026-03-08T07:00Z', '2026-11-01T06:00Z'],
  'Asia/Kolkata': [330, 330, '2026-01-01T00:00Z', '2026-01-01T00:00Z'],
  // In the southern hemisphere the other offset applies in winter.
  'Australia/Lord_Howe': [660, 630, '2026-04-04T15:00Z', '2026-10-03T15:30Z'],
};

/** A window in hours, as 0.11 has them. */
interface Hours {
  readonly start_hour: number;
  readonly end_hour: number;
  readonly days?: readonly number[];
}

const WINDOWS: readonly Hours[] = [
  { start_hour: 0, end_hour: 23 },
  { start_hour: 9, end_hour: 17, days: [0, 1, 2, 3, 4] },
  { start_hour: 2, end_hour: 2 },
  { start_hour: 1, end_hour: 3, days: [6] },
  { start_hour: 22, end_hour: 5 },
  { start_hour: 22, end_hour: 1, days: [5] },
  { start_hour: 23, end_hour: 0, days: [6, 0] },
];

function isInWindow(window: TimeWindow, at: number): boolean {
  return matchesTime({ time_windows: [window] }, at);
}

function reference(window: Hours, zone: string, at: number): boolean {
  const [standard, other, from, until] = ZONES[zone] ?? [0, 0, '', ''];
  const offset = Date.parse(from) <= at && at < Date.parse(until) ? other : standard;
  const wall = new Date(at + offset * MINUTE);
  const hour = wall.getUTCHours();
  const day = (wall.getUTCDay() + 6) % 7;
  const hours = [];
  const length = ((window.end_hour - window.start_hour + 24) % 24) + 1;
  for (let index = 0; index < length; index++) hours.push(window.start_hour + index);
  return hours.some((wanted) => {
    const startDay = wanted < 24 ? day : (day + 6) % 7;
    return wanted % 24 === hour && (window.days === undefined || window.days.includes(startDay));
  });
}

describe.each(Object.keys(ZONES))('T05 time windows in %s', (zone) => {
  const [, , from = '', until = ''] = ZONES[zone] ?? [];
  const changes = [Date.parse(from), Date.parse(until), Date.UTC(2026, 11, 31, 23, 59, 59)];

  test.each(WINDOWS)('%o', (hours) => {
    const window = { ...hours, timezone: zone };
    const wrong: string[] = [];
    for (const change of changes) {
      // A week around each clock change and the seconds around each hour reveal an error of one hour.
      for (let at = change - 84 * HOUR; at <= change + 84 * HOUR; at += 30 * MINUTE) {
        for (const instant of [at - 1, at]) {
          if (isInWindow(window, instant) !== reference(window, zone, instant))
            wrong.push(new Date(instant).toISOString());
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('T05 without a time zone, the wall clock is UTC', () => {
  for (let at = Date.UTC(1969, 11, 20); at < Date.UTC(1970, 0, 20); at += HOUR) {
    // Only for this name, the runtime computes the local time.
    expect(minuteOfWeek(at, undefined)).toBe(minuteOfWeek(at, 'Etc/UTC'));
    expect(minuteOfWeek(at, 'UTC')).toBe(minuteOfWeek(at, 'Etc/UTC'));
  }
});

test('T05 a window past midnight belongs to the day it starts on', () => {
  const fridayNight: TimeWindow = { days: [4], start_hour: 22, end_hour: 4 };
  expect(isInWindow(fridayNight, Date.parse('2026-01-02T23:00Z'))).toBe(true);
  expect(isInWindow(fridayNight, Date.parse('2026-01-03T04:59:59Z'))).toBe(true);
  expect(isInWindow(fridayNight, Date.parse('2026-01-03T05:00Z'))).toBe(false);
  expect(isInWindow(fridayNight, Date.parse('2026-01-02T03:00Z'))).toBe(false);
  expect(isInWindow(fridayNight, Date.parse('2026-01-03T23:00Z'))).toBe(false);
});

test('T05 hours are inclusive', () => {
  const office: TimeWindow = { start_hour: 9, end_hour: 17 };
  expect(isInWindow(office, Date.parse('2026-01-05T17:59:59.999Z'))).toBe(true);
  expect(isInWindow(office, Date.parse('2026-01-05T18:00Z'))).toBe(false);
  expect(isInWindow(office, Date.parse('2026-01-05T08:59:59.999Z'))).toBe(false);
});
