import { quote } from '@agent-safe/core';
import { UsageError } from '../../command/command.ts';

/** A label of RFC 1123, as Kubernetes requires of a namespace. */
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Reads names that are separated by commas. @throws UsageError */
export function readNames(given: string | undefined, option: string): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const names = given.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new UsageError(`${option} contains an empty name. Separate the names by commas.`);
}

/** Reads names of Kubernetes namespaces that are separated by commas. @throws UsageError */
export function readNamespaces(given: string | undefined, option: string): readonly string[] | undefined {
  const names = readNames(given, option);
  const invalid = names?.find((name) => !NAMESPACE.test(name));
  if (invalid === undefined) return names;
  throw new UsageError(
    `${option} contains an invalid namespace: ${quote(invalid)}. Use lowercase letters, digits and "-", at most 63 characters.`,
  );
}
