/**
 * Runs several measurements in turn, so that other load on the machine affects all of them.
 *
 * @returns the median of each measurement
 */
export function interleave(runs: number, warmUps: number, ...measures: readonly (() => number)[]): readonly number[] {
  const results: number[][] = measures.map(() => []);
  for (let turn = -warmUps; turn < runs; turn++) {
    for (const [index, measure] of measures.entries()) {
      const result = measure();
      if (turn >= 0) results[index]?.push(result);
    }
  }
  return results.map(median);
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
