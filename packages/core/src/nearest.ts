/**
 * The known name that was probably meant: the one with the fewest edits (insertions, deletions, replacements,
 * neighbours swapped). Underscores, hyphens and case count for nothing. `undefined` where nothing is known.
 *
 * @example nearest('risk-clas', ['name', 'risk_class']) // 'risk_class'
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
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

/**
 * As {@link nearest}, but only a name that is close enough to be a slip of the keyboard. Cheap for long lists and for
 * names that an attacker chose: candidates of another length are not compared, and no more than a few thousand are.
 */
export function nearestSlip(name: string, known: Iterable<string>): string | undefined {
  const wanted = fold(name.slice(0, 128));
  const allowed = Math.max(1, Math.ceil(wanted.length / 3));
  const near: string[] = [];
  let seen = 0;
  for (const candidate of known) {
    if (++seen > MOST_CANDIDATES) break;
    if (Math.abs(fold(candidate).length - wanted.length) <= allowed) near.push(candidate);
  }
  const candidate = nearest(wanted, near);
  return candidate !== undefined && editDistance(wanted, fold(candidate)) <= allowed ? candidate : undefined;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Optimal string alignment distance, three rows at a time. */
function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      let least = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + cost);
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, at(before, column - 2) + 1);
      current.push(least);
    }
    before = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
