import { UsageError } from '../../command/command.ts';

/** Reads names that are separated by commas. @throws UsageError */
export function readNames(given: string | undefined, option: string): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const names = given.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new UsageError(`${option} contains an empty name. Separate the names by commas.`);
}
