import type { JsonObject, JsonValue } from '@agent-safe/core';

/** Values that the sources of a rollback name. */
export interface SourceValues {
  readonly params: JsonObject;
  readonly before_state: JsonObject;
  readonly after_state: JsonObject;
}

const PLACES = ['params', 'before_state', 'after_state'] as const satisfies (keyof SourceValues)[];

/** Returns the value of `params.x`, `before_state.x` or `after_state.x`, or undefined if there is none. */
export function readSource(source: string, values: SourceValues): JsonValue | undefined {
  const { from, name } = splitSource(source);
  if (from === undefined) return undefined;
  return Object.hasOwn(values[from], name) ? values[from][name] : undefined;
}

/** Splits a source such as `before_state.x` into its place and its name. */
export function splitSource(source: string): {
  readonly from: keyof SourceValues | undefined;
  readonly name: string;
} {
  const dot = source.indexOf('.');
  const from = PLACES.find((place) => place === source.slice(0, dot));
  return { from, name: source.slice(dot + 1) };
}
