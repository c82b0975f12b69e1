import { DAY_NAMES } from '@agent-safe/core';
import fc from 'fast-check';
import { some, VOCABULARY } from './vocabulary.ts';

const hoursOfDay = fc.record(
  {
    days: some([0, 1, 2, 3, 4, 5, 6]),
    start_hour: fc.integer({ min: 0, max: 23 }),
    end_hour: fc.integer({ min: 0, max: 23 }),
    timezone: fc.constantFrom(...VOCABULARY.zones),
  },
  { requiredKeys: ['start_hour', 'end_hour'] },
);

const timeOfDay = fc.constantFrom('00:00', '02:15', '06:00', '09:30', '12:00', '17:45', '22:30', '23:59');

/** A window in minutes, often past midnight. */
const minutesOfDay = fc
  .record(
    {
      days: some([...DAY_NAMES, 0, 3, 6]),
      start: timeOfDay,
      end: timeOfDay,
      timezone: fc.constantFrom(...VOCABULARY.zones),
    },
    { requiredKeys: ['start'] },
  )
  .filter(({ end, start }) => end !== start);

/** A window in hours, or in minutes. */
export const timeWindow = fc.oneof(hoursOfDay, minutesOfDay);

const YEAR = Date.UTC(2026, 0, 1);
/** Ends of periods, of which some are within a minute. Requests ask for times around them. */
const ENDS = Array.from({ length: 6 }, (_, month) => YEAR + month * 60 * 86_400_000 + month * 1_500);

/** A period with one end or two. */
export const valid = fc
  .tuple(fc.option(fc.constantFrom(...ENDS)), fc.option(fc.constantFrom(...ENDS)))
  .filter(([from, until]) => from !== until && (from ?? 0) < (until ?? Number.POSITIVE_INFINITY))
  .map(([from, until]) => ({
    ...(from === null ? {} : { from: new Date(from).toISOString() }),
    ...(until === null ? {} : { until: new Date(until).toISOString() }),
  }));

/** A time of a year, often around the end of a period. */
export const timeOfYear = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: YEAR, max: Date.UTC(2027, 0, 1) }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...ENDS), fc.integer({ min: -2, max: 2 })).map(([end, step]) => end + step),
  },
);
