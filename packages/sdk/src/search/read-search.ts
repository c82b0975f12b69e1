import { isJsonArray, JsonError, type JsonObject, type JsonValue, snapshotJson } from '@agent-safe/core';
import {
  anything,
  checkOptions,
  integer,
  type Members,
  nullable,
  number,
  object,
  optional,
  text,
} from '@agent-safe/core/options';
import { digestSearch, readCursor, writeCursor } from './cursor.ts';
import type { SearchServices } from './search-services.ts';
import type { SearchOptions, SearchRefusal, WhatCan, WhoCan } from './search-types.ts';

const DEFAULT_LIMIT = 100;
const HIGHEST_LIMIT = 1_000;

const common: Members<SearchOptions> = {
  // A malformed cursor and malformed parameters can come from a caller, so they are refused.
  after: optional(anything),
  at: optional(number),
  limit: optional(integer(1, HIGHEST_LIMIT)),
  params: optional(anything),
  ticket_id: optional(nullable(text)),
};
const whoShape = object<WhoCan>({ ...common, action: text, target: optional(nullable(text)), type: optional(text) });
const whatShape = object<WhatCan>({
  ...common,
  action: optional(text),
  caller: optional(anything),
  target: optional(text),
});

/** The checked options of a search, and its place in the list of all requests. */
export interface ReadSearch {
  readonly ok: true;
  readonly params: JsonObject;
  readonly ticket_id: string | undefined;
  readonly at: number;
  readonly limit: number;
  readonly position: number;
  readonly toCursor: (position: number) => string;
}

/** @throws AgentSafeError ERR_CONFIG_INVALID for an unknown or malformed option */
export function checkWho(given: WhoCan): void {
  checkOptions(whoShape, given, '');
}

/** @throws AgentSafeError ERR_CONFIG_INVALID for an unknown or malformed option */
export function checkWhat(given: WhatCan): void {
  checkOptions(whatShape, given, '');
}

/** @param query what distinguishes this search from others */
export function readSearch(
  { after, at, limit = DEFAULT_LIMIT, params, ticket_id }: SearchOptions,
  query: JsonValue,
  { pipeline, subjectsDigest }: SearchServices,
): ReadSearch | SearchRefusal {
  const read = readParams(params ?? {});
  if (!read.ok) return read;
  const ticket = ticket_id ?? undefined;
  const inputs = { query, params: read.params, ticket: ticket ?? null, at: at ?? null };
  const digest = digestSearch({ ...inputs, policy: pipeline.policyDigest, subjects: subjectsDigest });
  const cursor = readCursor(after, digest);
  if (!cursor.ok) return cursor;
  return {
    ok: true,
    params: read.params,
    ticket_id: ticket,
    at: at ?? pipeline.clock(),
    limit,
    position: cursor.position,
    toCursor: (position) => writeCursor(digest, position),
  };
}

function readParams(given: unknown): { readonly ok: true; readonly params: JsonObject } | SearchRefusal {
  try {
    const params = snapshotJson(given, 'params');
    if (typeof params === 'object' && params !== null && !isJsonArray(params)) return { ok: true, params };
    return { ok: false, code: 'params_invalid', reason: 'The parameters must be an object.' };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { ok: false, code: 'params_invalid', reason: `The parameters are not valid JSON: ${error.message}.` };
  }
}
