import { countJsonBytes, isStub, type JsonValue, stubOf } from '@agent-safe/core';

/** Bytes of a text that the log holds in full. */
const LONGEST_TEXT = 4_096;
/** Bytes of a list or an object in JSON that the log holds in full. */
const LARGEST_VALUE = 16_384;
/** Bytes of a value that the log holds in full if nothing else holds it for a rollback. */
const LARGEST_NEEDED = 40_960;
/** Marks a stub of a redacted value: equal stubs do not mean equal values. */
const REDACTED = ' redacted';

/**
 * Returns a value of a state for the log: a large value becomes a stub. A rollback gets the value from the encrypted state.
 *
 * @param visible the value without its secrets
 * @param isNeeded whether a rollback needs the value and can get it from the log only
 */
export function showState(
  visible: JsonValue,
  { isNeeded, isRedacted }: { readonly isNeeded: boolean; readonly isRedacted: boolean },
): JsonValue {
  const limit = isNeeded ? LARGEST_NEEDED : typeof visible === 'string' ? LONGEST_TEXT : LARGEST_VALUE;
  if (countJsonBytes(visible) <= limit) return visible;
  return isRedacted ? `${stubOf(visible)}${REDACTED}` : stubOf(visible);
}

/** Whether equal recorded values mean that the values were equal, although the log does not hold the value itself. */
export function isComparableStub(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && isStub(value) && !value.endsWith(REDACTED);
}
