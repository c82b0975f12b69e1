import { UsageError } from '../command/command.ts';
import { printable } from '../render/style.ts';

/** Reads `--quorum`. Default: all witnesses. @throws UsageError if it is not a number from 1 to the number of witnesses */
export function readQuorum(text: string | undefined, count: number): number {
  if (text === undefined) return count;
  const quorum = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN;
  if (quorum <= count) return quorum;
  throw new UsageError(
    `--quorum must be a number from 1 to the number of witnesses, which is ${count}: ${printable(text)}.`,
  );
}
