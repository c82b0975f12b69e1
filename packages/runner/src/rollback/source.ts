import type { JsonObject, JsonValue } from '@agent-safe/core';

export interface SourceValues {
  readonly params: JsonObject;
  readonly before_state: JsonObject;
}

/** The value that `params.x` or `before_state.x` names; undefined where there is none. */
export function readSource(source: string, values: SourceValues): JsonValue | undefined {
  const { from, name } = splitSource(source);
  if (from === undefined) return undefined;
  return Object.hasOwn(values[from], name) ? values[from][name] : undefined;
}

export function splitSource(source: string): {
  readonly from: 'params' | 'before_state' | undefined;
  readonly name: string;
} {
  const dot = source.indexOf('.');
  const from = source.slice(0, dot);
  return { from: from === 'params' || from === 'before_state' ? from : undefined, name: source.slice(dot + 1) };
}
