import { DAY_NAMES, type DayName, parseTimeOfDay, type TimeWindow, type ValidPeriod } from '@agent-safe/core';
import { timeConditionOf } from '@agent-safe/pdp/analysis';
import { type Changed, dropEach, lists } from './change-lists.ts';

const HOUR = 3_600_000;
/** Minutes by which the times of a window move. */
const STEP = 15;

/** Returns every change of time windows: each without one, and with each part changed. */
export function mutateWindows(windows: readonly TimeWindow[] = []): readonly Changed<readonly TimeWindow[]>[] {
  return windows.flatMap((window, index) => {
    const name = `time_windows[${index}]`;
    const others = windows.filter((_, place) => place !== index);
    const zone = window.timezone ?? 'UTC';
    const changes = [
      ...moveHours(window),
      ...moveTimes(window),
      ...mutateDays(window),
      ...(zone === 'UTC' ? [] : [{ what: 'timezone: UTC', value: { ...window, timezone: 'UTC' } }]),
    ];
    return [
      ...changes.map(({ value, what }) => ({ what: `${name}.${what}`, value: windows.toSpliced(index, 1, value) })),
      ...(others.length === 0 ? [] : [{ what: `without ${name}`, value: others }]),
    ];
  });
}

function moveHours(window: TimeWindow): readonly Changed<TimeWindow>[] {
  return (['start_hour', 'end_hour'] as const).flatMap((key) => {
    const hour = window[key];
    if (hour === undefined) return [];
    return [hour - 1, hour + 1]
      .filter((other) => other >= 0 && other <= 23)
      .map((other) => ({ what: `${key}: ${other}`, value: { ...window, [key]: other } }));
  });
}

function moveTimes(window: TimeWindow): readonly Changed<TimeWindow>[] {
  return (['start', 'end'] as const).flatMap((key) => {
    const minutes = parseTimeOfDay(window[key] ?? '');
    if (minutes === undefined) return [];
    const moved = [minutes - STEP, minutes + STEP].filter(
      (other) => other >= 0 && other <= 1_440 - Number(key === 'start'),
    );
    return moved
      .map(formatTime)
      .map((other) => ({ what: `${key}: "${other}"`, value: { ...window, [key]: other } }))
      .filter(({ value: { end = '24:00', start = '00:00' } }) => start !== end);
  });
}

function formatTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Returns a window without each of its days, and with each further day, written as the others. */
function mutateDays(window: TimeWindow): readonly Changed<TimeWindow>[] {
  const { days } = window;
  const isNamed = typeof days?.[0] === 'string';
  const has = (name: DayName, place: number) => days?.some((day) => day === name || day === place) ?? true;
  const missing = DAY_NAMES.flatMap((name, place) => (has(name, place) ? [] : [isNamed ? name : place]));
  return lists('days', days, [...(days ?? []), ...missing]).map(({ value, what }) => ({
    what,
    value: { ...window, days: value },
  }));
}

/** Returns every change of a period: without each end, and with each end moved by an hour. */
export function mutatePeriod(valid: ValidPeriod | undefined): readonly Changed<ValidPeriod>[] {
  if (valid === undefined) return [];
  const dropped = valid.from === undefined || valid.until === undefined ? [] : dropEach('valid', valid);
  const ends = timeConditionOf({ valid });
  const moved = (['from', 'until'] as const).flatMap((key) => {
    if (valid[key] === undefined) return [];
    return [ends[key] - HOUR, ends[key] + HOUR].map((at) => {
      const text = new Date(at).toISOString();
      return { what: `valid.${key}: ${text}`, value: { ...valid, [key]: text } };
    });
  });
  return [...dropped, ...moved.filter(({ value }) => isPeriod(value))];
}

function isPeriod(valid: ValidPeriod): boolean {
  const { from, until } = timeConditionOf({ valid });
  return from < until;
}
