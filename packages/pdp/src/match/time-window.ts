import type { TimeWindow } from '@agent-safe/core';

/** Day of the week (0 is Monday) and hour of a local time. */
export interface WallClock {
  readonly day: number;
  readonly hour: number;
}

const HOUR = 3_600_000;
const DAYS: Readonly<Record<string, number>> = { Mon: 0, Tue: 1, Wed: 2, Thu: 3, Fri: 4, Sat: 5, Sun: 6 };
const formats = new Map<string, Intl.DateTimeFormat>();

/** Returns the local day and hour of an instant in a time zone. Default: UTC. */
export function wallClock(at: number, timezone: string | undefined): WallClock {
  if (timezone === undefined) {
    const hours = Math.floor(at / HOUR);
    // 1970 began on a Thursday.
    return { day: (((Math.floor(hours / 24) + 3) % 7) + 7) % 7, hour: ((hours % 24) + 24) % 24 };
  }
  const parts = Object.fromEntries(
    formatFor(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return { day: DAYS[parts.weekday ?? ''] ?? Number.NaN, hour: Number(parts.hour) };
}

function formatFor(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timezone, format);
  }
  return format;
}

/**
 * Whether an instant is in a window. Both hours are inclusive. A window whose end is before its start continues past midnight; its
 * hours after midnight belong to the day on which it started.
 */
export function isInWindow(window: TimeWindow, at: number): boolean {
  const { day, hour } = wallClock(at, window.timezone);
  if (window.start_hour <= window.end_hour) {
    return isOnDay(window, day) && window.start_hour <= hour && hour <= window.end_hour;
  }
  if (hour >= window.start_hour) return isOnDay(window, day);
  return hour <= window.end_hour && isOnDay(window, (day + 6) % 7);
}

function isOnDay(window: TimeWindow, day: number): boolean {
  return window.days === undefined || window.days.includes(day);
}
