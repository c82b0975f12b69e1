import {
  type Action,
  isFlat,
  isJsonArray,
  JsonError,
  type JsonObject,
  MASK,
  maskParams,
  snapshotJson,
} from '@agent-safe/core';
import type { PipelineOptions } from './request/pipeline-services.ts';

const MOST_SHOWN = 64;

/**
 * Redacts parameters for decisions and records. If the parameters are valid, sensitive ones are masked. If they are
 * invalid, a secret may have a wrong name: only declared parameters that are not sensitive stay in plain text.
 */
export function redactParams(
  action: Action | undefined,
  valid: JsonObject | undefined,
  given: unknown,
  { maskKey, secretNames }: Pick<PipelineOptions, 'maskKey' | 'secretNames'>,
): JsonObject {
  if (action !== undefined && valid !== undefined) return maskParams(action, valid, maskKey, secretNames);
  const snapshot = readParams(given);
  const clear = new Set(action?.parameters.filter(({ sensitive }) => !sensitive).map(({ name }) => name));
  const entries = Object.entries(snapshot).slice(0, MOST_SHOWN);
  return Object.fromEntries(
    entries.map(([name, value], index) => [
      // A long name may hold a secret, which must not be cut in half.
      name.length <= 128 ? name.toWellFormed() : `${MASK} ${index}`,
      clear.has(name) && isFlat(value) ? value : MASK,
    ]),
  );
}

/** Reads the parameters of a request as they are. Returns an empty object if they cannot be read. */
export function readParams(given: unknown): JsonObject {
  try {
    const snapshot = snapshotJson(given ?? {}, 'params');
    return typeof snapshot === 'object' && snapshot !== null && !isJsonArray(snapshot) ? snapshot : {};
  } catch (error) {
    if (error instanceof JsonError) return {};
    throw error;
  }
}
