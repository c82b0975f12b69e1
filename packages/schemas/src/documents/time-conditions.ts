import {
  closestMatch,
  DAY_NAMES,
  type DayName,
  describeType,
  didYouMean,
  isTimezone,
  parseInstant,
  parseTimeOfDay,
  quote,
} from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report } from '../zod/schema-helpers.ts';

const DAYS_FIX = `Write a list of days: [${DAY_NAMES.join(', ')}].`;

/** An optional key with its own check, so that each mistake gets its own fix. Null counts as missing. @param schema its JSON Schema */
function checkedBy<Value>(check: (value: unknown, context: z.RefinementCtx) => void, schema: object) {
  return z
    .unknown()
    .superRefine((value, context) => {
      if (value !== null && value !== undefined) check(value, context);
    })
    .transform((value) => (value ?? undefined) as Value | undefined)
    .optional()
    .meta({ anyOf: [schema, { type: 'null' }] });
}

/** Days of the week. */
const days = checkedBy<(string | number)[]>(
  (value, context) => {
    if (!Array.isArray(value)) {
      const fix = typeof value === 'string' ? (expandDays(value) ?? DAYS_FIX) : DAYS_FIX;
      report(context, { code: 'type_wrong', message: '"days" must be a list of days.', fix });
      return;
    }
    for (const [index, day] of value.entries()) checkDay(day, index, context);
  },
  { type: 'array', items: { anyOf: [{ enum: [...DAY_NAMES] }, { type: 'integer', minimum: 0, maximum: 6 }] } },
);

function checkDay(day: unknown, index: number, context: z.RefinementCtx): void {
  const isNumber = typeof day === 'number' && Number.isInteger(day) && day >= 0 && day <= 6;
  if (isNumber || DAY_NAMES.some((name) => name === day)) return;
  const isText = typeof day === 'string';
  const message = isText
    ? `${quote(day)} is not a day of the week.`
    : `Entry ${index + 1} of "days" must be at ${Number(day) > 6 ? 'most 6' : 'least 0, and a whole number'}.`;
  const fix = day === 7 ? 'Write Sun: 0 is Monday, 6 is Sunday.' : isText ? meantDays(day) : DAYS_FIX;
  report(context, { code: 'day_unknown', message, fix, path: [index] });
}

function meantDays(text: string): string {
  const range = expandDays(text);
  const day = toDay(text);
  if (range === undefined) return day === undefined ? DAYS_FIX : didYouMean(day);
  return day !== undefined && range === `Write [${day}].` ? didYouMean(day) : range;
}

/** Returns the day that a name such as `monday` means. */
function toDay(text: string): DayName | undefined {
  const start = text.trim().slice(0, 3).toLowerCase();
  return DAY_NAMES.find((name) => name.toLowerCase() === start);
}

/** Returns the days of a text such as `Mon-Fri`, as advice. */
function expandDays(text: string): string | undefined {
  const parts = text.split(/\s*(?:-|–|\.\.|\bto\b|,)\s*/u).map(toDay);
  const found: readonly DayName[] = parts.filter((day) => day !== undefined);
  if (found.length !== parts.length || (found.length < 2 && text.length > 9)) return undefined;
  const places = found.map((day) => DAY_NAMES.indexOf(day));
  const [first = 0, last = first] = places;
  const isRange = places.length === 2 && !text.includes(',');
  const length = ((last - first + 7) % 7) + 1;
  const names = isRange ? Array.from({ length }, (_, step) => DAY_NAMES[(first + step) % 7] ?? '') : found;
  return `Write ${names.length > 1 ? 'the days out: ' : ''}[${names.join(', ')}].`;
}

/** @param most latest time, in minutes of a day */
function timeOfDay(most: 1_439 | 1_440) {
  return checkedBy<string>(
    (value, context) => {
      const minutes = typeof value === 'string' ? parseTimeOfDay(value) : undefined;
      if (minutes !== undefined && minutes <= most) return;
      const message = `${show(value)} is not a time of day such as "22:30"${most === 1_439 ? '' : ' or "24:00"'}.`;
      report(context, { code: 'time_invalid', message, fix: meantTime(value, most) });
    },
    { type: 'string', pattern: `^(?:[01][0-9]|2[0-3]):[0-5][0-9]$${most === 1_439 ? '' : '|^24:00$'}` },
  );
}

/** Shows a text or a number, and names the type of another value. */
function show(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  return typeof value === 'number' ? String(value) : `The value, ${describeType(value)},`;
}

/** Returns advice for `9`, `9:00`, `9:00am` or `25:00`. */
function meantTime(value: unknown, most: number): string {
  const [, hour, minute = '00', half] =
    /^\s*(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?(?:m\.?)?\s*$/i.exec(String(value)) ?? [];
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const text = `${String(hours).padStart(2, '0')}:${minute}`;
  const minutes = parseTimeOfDay(text);
  if (minutes !== undefined && minutes <= most) return `Write "${text}".`;
  return `Write hours and minutes in quotes, from "00:00" to ${most === 1_439 ? '"23:59"' : '"24:00"'}.`;
}

const hour = z.int().min(0).max(23);

const timezone = z.string().superRefine((zone, context) => {
  if (isTimezone(zone)) return;
  const meant = closestMatch(zone, Intl.supportedValuesOf('timeZone'));
  const fix = `Use an IANA name such as ${quote(meant ?? 'Europe/Zurich')} or "UTC".`;
  report(context, { code: 'timezone_unknown', message: `${quote(zone)} is not a time zone.`, fix });
});

/** The schema of a time window. Without times of day, it has hours, which have defaults. */
export const timeWindowSchema = mapping({
  days: days.describe('Days of the week: Mon to Sun, or 0 for Monday to 6 for Sunday. Default: every day.'),
  start_hour: optional(hour).describe('First hour of the window: 0 to 23. Default: 0.'),
  end_hour: optional(hour).describe('Last hour of the window: 0 to 23. 17 ends at 17:59:59. Default: 23.'),
  start: timeOfDay(1_439).describe(
    'First minute of the window, such as "22:30", instead of start_hour. Default: "00:00".',
  ),
  end: timeOfDay(1_440).describe(
    'End of the window, such as "06:00", instead of end_hour. It ends at 05:59:59, on the next day if the end is before the start. Default: "24:00".',
  ),
  timezone: optional(timezone).describe('IANA name of the time zone, such as Europe/Zurich. Default: UTC.'),
})
  .superRefine(({ end, end_hour, start, start_hour }, context) => {
    const mixed = start !== undefined && end_hour !== undefined ? 'end_hour' : 'start_hour';
    if ((start ?? end) !== undefined && (start_hour ?? end_hour) !== undefined) {
      const message = `The window has times of day and "${mixed}".`;
      const fix = `Use "${mixed === 'end_hour' ? 'end' : 'start'}" instead: "end" is exclusive, so end_hour: 17 is end: "18:00".`;
      report(context, { code: 'window_mixed', message, fix, path: [mixed] });
    } else if (parseTimeOfDay(start ?? '00:00') === parseTimeOfDay(end ?? '24:00')) {
      const message = 'The window starts and ends at the same time.';
      const fix = 'For the whole day, remove "start" and "end". For a part, change "start" or "end".';
      report(context, { code: 'window_empty', message, fix, path: [end === undefined ? 'start' : 'end'] });
    }
  })
  .transform(({ end_hour, start_hour, ...window }) =>
    (window.start ?? window.end) === undefined
      ? { ...window, start_hour: start_hour ?? 0, end_hour: end_hour ?? 23 }
      : window,
  );

const instant = checkedBy<string>(
  (value, context) => {
    if (typeof value === 'string' && parseInstant(value) !== undefined) return;
    const message = `${show(value)} is not a time with an offset.`;
    report(context, { code: 'time_invalid', message, fix: meantInstant(value) });
  },
  { type: 'string', format: 'date-time' },
);

/** Returns advice for a date, or for a time without offset. */
function meantInstant(value: unknown): string {
  const [, date = '', time = '00:00', seconds = ':00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[Tt ]+(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?$/.exec(
      String(value).trim(),
    ) ?? [];
  const offset = zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const text = `${date}T${time}${seconds}${offset}`;
  if (parseInstant(text) === undefined) {
    return 'Write a date that exists, a time and an offset, such as "2026-12-01T00:00:00Z".';
  }
  return `Write "${text}", or another offset such as "+01:00". "Z" is UTC.`;
}

/** The schema of a period. */
export const validSchema = mapping({
  from: instant.describe('First instant of the period, RFC 3339 with "Z" or an offset. Default: no beginning.'),
  until: instant.describe('End of the period, exclusive, RFC 3339 with "Z" or an offset. Default: no end.'),
}).superRefine(({ from, until }, context) => {
  if (from === undefined && until === undefined) {
    const fix = 'Add "from" or "until", or remove "valid".';
    report(context, { code: 'period_empty', message: '"valid" has neither "from" nor "until".', fix });
    return;
  }
  const [begin, end] = [from, until].map((text) => (text === undefined ? undefined : parseInstant(text)));
  if (begin === undefined || end === undefined || begin < end) return;
  const fix = begin === end ? 'Set a later "until": it is exclusive.' : 'Swap "from" and "until", or correct one.';
  report(context, { code: 'period_empty', message: '"until" is not after "from".', fix, path: ['until'] });
});
