/** The days of the week, from Monday. */
export const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
/** Name of a day of the week. */
export type DayName = (typeof DAY_NAMES)[number];

/** Minutes of a day. */
const MINUTES = 1_440;

/** Returns the minutes since midnight of a time of day such as `22:30`, up to `24:00`; undefined for any other text. */
export function parseTimeOfDay(text: string): number | undefined {
  const [, hour, minute] = /^([0-2]\d):([0-5]\d)$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= MINUTES ? minutes : undefined;
}

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Returns the milliseconds since 1970, UTC, of an RFC 3339 time; undefined for any other text. A local time without offset and a day
 * that its month lacks are not times.
 */
export function parseInstant(text: string): number | undefined {
  const [, year, month, day, hour, minute, second, fraction, zone] = INSTANT.exec(text) ?? [];
  if (zone === undefined) return undefined;
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // Other dates move to the next month, or year.
  if (local.getUTCMonth() !== Number(month) - 1 || local.getUTCDate() !== Number(day)) return undefined;
  local.setUTCHours(Number(hour), Number(minute), Number(second), Math.floor(Number(fraction ?? 0) * 1_000));
  return local.getTime() - offsetOf(zone) * 60_000;
}

/** Returns the minutes of `+01:30`. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** Whether the runtime has data for an IANA time zone. Offsets such as `+01:00` are not names, because not every runtime has them. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
