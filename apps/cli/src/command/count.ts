import { UsageError } from './usage-error.ts';

/** Reads a whole number from 0. @throws UsageError */
export function readCount(given: string | undefined, option: string): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new UsageError(`${option} takes a whole number from 0: ${option} 0.`);
}
