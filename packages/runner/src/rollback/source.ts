import type { JsonObject, JsonValue } from '@agent-safe/core';

export interface SourceValues {
  readonly params: JsonObject;
  readonly before_state: JsonObject;
  readonly after_state: JsonObject;
}

const PLACES = ['params', 'before_state', 'after_state'] as const satisfies (keyof SourceValues)[];

/** The value that `params.x`, `before_state.x` or `after_state.x` names; undefined where there is none. */
export function readSource(source: string, values: SourceValues): JsonValue | undefined {
  const { from, name } = splitSource(source);
  if (from === undefined) return undefined;
  return Object.hasOwn(values[from], name) ? values[from][name] : undefined;
}

export function splitSource(source: string): {
  readonly from: keyof SourceValues | undefined;
  readonly name: string;
} {
  const dot = source.indexOf('.');
  const from = PLACES.find((place) => place === source.slice(0, dot));
  return { from, name: source.slice(dot + 1) };
}
