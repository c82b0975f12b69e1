import { quote } from '../json/json.ts';

const MAX_CANDIDATES = 5_000;
const MOST_EDITS = 3;

/**
 * Returns the known name that is closest to a misspelled one: the name with the fewest edits (insertions, deletions,
 * replacements, swapped neighbors). Underscores, hyphens, spaces and case are ignored. The limit is one edit for each three
 * letters, at least 1 and at most 3, and at most half of the letters. If no name is that close, a name that continues
 * the given one (`url`, `url_env`) is returned, provided that it is the only one.
 *
 * Cheap for long lists and hostile names: at most 5,000 names are compared, and no name whose length differs too much.
 *
 * @returns undefined if no name is close
 * @example closestMatch('risk-clas', ['name', 'risk_class']) // 'risk_class'
 */
export function closestMatch(name: string, known: Iterable<string>): string | undefined {
  const given = name.slice(0, 128);
  const wanted = fold(given);
  const longer: string[] = [];
  let best: string | undefined;
  let least = Math.min(MOST_EDITS, Math.max(1, Math.floor(wanted.length / 3))) + 1;
  let seen = 0;
  for (const candidate of known) {
    if (++seen > MAX_CANDIDATES) break;
    if (continues(candidate, given)) longer.push(candidate);
    const folded = fold(candidate.slice(0, 256));
    if (Math.abs(folded.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, folded, least);
    if (distance < least && distance * 2 <= Math.max(wanted.length, folded.length)) {
      least = distance;
      best = candidate;
    }
  }
  return best ?? (longer.length === 1 ? longer[0] : undefined);
}

/** Whether a candidate is a name of at least three letters followed by more words. */
function continues(candidate: string, name: string): boolean {
  return name.length >= 3 && candidate.startsWith(name) && /[-_ ]/.test(candidate.charAt(name.length));
}

/**
 * Returns advice for an unknown name: `Did you mean "x"?`, or other advice if no known name is close.
 *
 * @param otherwise the advice if no name is close; by default, a list of the known names
 * @example suggest('nmae', ['name', 'risk_class']) // 'Did you mean "name"?'
 */
export function suggest(name: string, known: Iterable<string>, otherwise?: string): string {
  // Callers pass `otherwise` for very long lists, so the names are not copied.
  const names = otherwise === undefined ? [...known] : known;
  const meant = closestMatch(name, names);
  if (meant !== undefined) return didYouMean(meant);
  return otherwise ?? `The known names are ${[...names].join(', ') || 'none'}.`;
}

/** Formats the advice of {@link suggest} for a known name. */
export function didYouMean(name: string): string {
  return `Did you mean ${quote(name)}?`;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Computes the optimal string alignment distance with three rows. Stops early if the distance must exceed `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      let least = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + cost);
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, at(before, column - 2) + 1);
      current.push(least);
      smallest = Math.min(smallest, least);
    }
    // `>=` would be wrong: a swap reaches back over one row.
    if (smallest > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
