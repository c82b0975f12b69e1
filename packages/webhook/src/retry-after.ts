/** Longest wait in milliseconds. A receiver that asks for more gets this one. */
const LONGEST_WAIT = 3_600_000;

/**
 * Returns the time until the next attempt, in milliseconds, at most one hour; undefined without a valid header.
 *
 * @param status only 429 and 503 use the header
 * @param header the value of `Retry-After`: seconds, or an HTTP date
 * @param now milliseconds since 1970, UTC
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function readRetryAfter(status: number, header: string | undefined, now: number): number | undefined {
  if (header === undefined || (status !== 429 && status !== 503)) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : readDate(header) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT);
}

function readDate(text: string): number {
  // Date.parse accepts other formats too, some of them in local time.
  return /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
