import { quote } from '../json/json.ts';

/**
 * Returns the known name with the fewest edits: insertions, deletions, replacements, swapped neighbors. Ignores
 * underscores, hyphens, spaces and case. Returns `undefined` if no name is known.
 *
 * @example closestMatch('risk-clas', ['name', 'risk_class']) // 'risk_class'
 */
export function closestMatch(name: string, known: Iterable<string>): string | undefined {
  const wanted = fold(name).slice(0, 128);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = editDistance(wanted, fold(candidate));
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

const MOST_CANDIDATES = 5_000;
const MOST_SLIPS = 3;

/**
 * Returns the {@link closestMatch} if it is close enough to be a typo: at most 3 edits, and at most a third of the
 * letters, rounded up. Names of a very different length are skipped, so that long lists and hostile names stay cheap.
 */
export function closestTypo(name: string, known: Iterable<string>): string | undefined {
  const wanted = fold(name.slice(0, 128));
  const allowed = Math.min(MOST_SLIPS, Math.max(1, Math.ceil(wanted.length / 3)));
  let best: string | undefined;
  let least = allowed + 1;
  let seen = 0;
  for (const candidate of known) {
    if (++seen > MOST_CANDIDATES) break;
    const folded = fold(candidate.slice(0, 256));
    if (Math.abs(folded.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, folded, least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
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
  const meant = closestTypo(name, names);
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
function editDistance(left: string, right: string, limit = Number.POSITIVE_INFINITY): number {
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
    // `<=` would be wrong: a swap reaches back over one row.
    if (smallest > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
