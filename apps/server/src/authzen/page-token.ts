import { sha256 } from '@agent-safe/core';

/** Results of one page, unless the request asks for fewer. */
export const MOST_RESULTS = 1_000;
const TOKEN = /^(\d{1,15})\.(\d{1,4})\.([\w-]{43})$/;

/** A place in the list of all candidates of a search. */
export interface PagePlace {
  readonly position: number;
  readonly limit: number;
}

/**
 * Writes the token of the next page. A page decides its candidates again, so a token permits nothing, and needs no key.
 *
 * @param search digest of the search, and of what it depends on
 */
export function writePageToken({ limit, position }: PagePlace, search: string): string {
  return `${position}.${limit}.${sha256(JSON.stringify([position, limit, search]))}`;
}

/** Reads the token of a page. @returns undefined if it is damaged, or of another search or other policies */
export function readPageToken(token: string, search: string): PagePlace | undefined {
  const [, position, limit] = TOKEN.exec(token) ?? [];
  const place = { position: Number(position), limit: Number(limit) };
  return position !== undefined && writePageToken(place, search) === token ? place : undefined;
}

/** Returns a text that is equal for equal JSON values, with their keys in any order. */
export function stableText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : each,
  );
}
