/** An expected refusal: a code for programs, and a reason for people that holds no secret. */
export interface Refused<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  readonly reason: string;
}

/** A yes that says nothing more. */
export interface Passed {
  readonly ok: true;
}

/** The one {@link Passed} of every check, so that a yes allocates nothing. */
export const PASSED: Passed = Object.freeze({ ok: true });

/** The answer to a yes-or-no question. Callers must read everything but `ok: true` as no: also no answer at all. */
export type CheckResult<Code extends string = string> = Passed | Refused<Code>;
