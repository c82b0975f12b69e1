import { describe, expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('Retry-After', () => {
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['0', 0],
    ['120', 120_000],
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    ['9'.repeat(400), 3_600_000],
    ['Fri, 02 Jan 2026 03:05:05 GMT', 60_000],
    ['Fri, 02 Jan 2026 03:04:04 GMT', 0],
    ['Sat, 02 Jan 2126 03:04:05 GMT', 3_600_000],
    ['Fri, 99 Jan 2026 03:05:05 GMT', undefined],
    ['2026-01-02T03:05:05Z', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('%j means %j ms', (header, wait) => {
    expect(readRetryAfter(429, header, NOW)).toBe(wait);
    expect(readRetryAfter(503, header, NOW)).toBe(wait);
  });

  test.each([301, 404, 410, 500, 502])('the header is ignored with status %i', (status) => {
    expect(readRetryAfter(status, '120', NOW)).toBeUndefined();
  });
});
