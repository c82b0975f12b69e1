import { DAY_NAMES } from '@agent-safe/core';

const MINUTE = 60_000;
const DAY = 1_440;
const WEEK = 7 * DAY;
/** Since 1973 the offset of every time zone is a whole number of minutes, so a local minute begins with a minute of UTC. */
export const FIRST_EVEN_MINUTE = Date.UTC(1973, 0, 1);

/** A time zone, with the local time of the minute that was asked for last: most decisions are about the current minute. */
interface Zone {
  readonly format: Intl.DateTimeFormat;
  minute: number;
  local: number;
}

const zones = new Map<string, Zone>();

/** Returns the local minute of the week of an instant, from 0 at Monday 00:00. @param timezone UTC by default */
export function minuteOfWeek(at: number, timezone: string | undefined): number {
  const minute = Math.floor(at / MINUTE);
  // 1970 began on a Thursday.
  if (timezone === undefined || timezone === 'UTC') return (((minute + 3 * DAY) % WEEK) + WEEK) % WEEK;
  const zone = zoneOf(timezone);
  if (zone.minute !== minute || at < FIRST_EVEN_MINUTE) {
    zone.local = readMinute(zone.format.format(at));
    zone.minute = minute;
  }
  return zone.local;
}

/** Reads a text such as `Mon 22:30`. Formatting is three times as fast as formatting to parts. */
function readMinute(text: string): number {
  const day = DAY_NAMES.findIndex((name) => text.startsWith(name));
  return day * DAY + Number(text.slice(-5, -3)) * 60 + Number(text.slice(-2));
}

function zoneOf(timezone: string): Zone {
  const known = zones.get(timezone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const zone = { format, minute: Number.NaN, local: 0 };
  zones.set(timezone, zone);
  return zone;
}
