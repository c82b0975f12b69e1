import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** Reads the whole standard input, as text, for the named option. */
export type ReadInput = (option: string) => string;

/** Limits a command to one read: standard input has no second value. @throws UsageError on the second read */
export function readOnce(read: () => string): ReadInput {
  let reader: string | undefined;
  return (option) => {
    if (reader !== undefined) {
      throw new UsageError(
        `Two values read standard input: ${reader} and ${option}. Use "-" for one of them, and @FILE for the other.`,
      );
    }
    reader = option;
    return read();
  };
}

export function readStandardInput(): string {
  return readFileSync(0, 'utf8');
}
