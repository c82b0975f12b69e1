import { DAY_NAMES, parseTimeOfDay, type TimeWindow } from '@agent-safe/core';

/** Minutes of a day. */
const DAY = 1_440;

/** The minutes of a day at which a window starts and ends, the end exclusive. They are NaN for a malformed time. */
export function boundsOf({ end, end_hour, start, start_hour }: TimeWindow): readonly [start: number, end: number] {
  const isInHours = start_hour !== undefined || end_hour !== undefined;
  if (isInHours) return [(start_hour ?? 0) * 60, ((end_hour ?? 23) + 1) * 60];
  return [parseTimeOfDay(start ?? '00:00') ?? Number.NaN, parseTimeOfDay(end ?? '24:00') ?? Number.NaN];
}

/** A window with its bounds read. */
export interface CompiledWindow {
  /** In minutes of a day; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** One bit per day, Monday first. */
  readonly days: number;
  readonly timezone: string | undefined;
}

/** Reads the bounds and days of a window once, so that each check only compares numbers. */
export function compileWindow(window: TimeWindow): CompiledWindow {
  const [start, end] = boundsOf(window);
  return { start, end, days: daysOf(window), timezone: window.timezone };
}

function daysOf({ days }: TimeWindow): number {
  if (days === undefined) return 127;
  return days.reduce<number>((bits, day) => bits | (1 << (typeof day === 'number' ? day : DAY_NAMES.indexOf(day))), 0);
}

/**
 * Whether a local minute of the week is in a window. If the end is not after the start, the window continues past midnight; its minutes
 * after midnight belong to the day on which it started.
 */
export function opensAt({ days, end, start }: CompiledWindow, local: number): boolean {
  const day = Math.floor(local / DAY);
  const minute = local % DAY;
  if (start < end) return start <= minute && minute < end && isOn(days, day);
  return (minute >= start && isOn(days, day)) || (minute < end && isOn(days, (day + 6) % 7));
}

function isOn(days: number, day: number): boolean {
  return (days & (1 << day)) !== 0;
}
