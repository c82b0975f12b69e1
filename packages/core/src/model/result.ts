/** An expected refusal, with a code for programs and a human-readable reason. The reason contains no secret. */
export interface Refused<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  readonly reason: string;
}

/** A yes without further information. */
export interface Passed {
  readonly ok: true;
}

/** The shared {@link Passed} result. Returning it allocates nothing. */
export const PASSED: Passed = Object.freeze({ ok: true });

/**
 * The answer to a yes-or-no question. Callers must treat every answer other than `ok: true` as no, including a missing
 * answer.
 */
export type CheckResult<Code extends string = string> = Passed | Refused<Code>;
