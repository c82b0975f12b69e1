/** An expected refusal: a code for programs, and a reason for people that holds no secret. */
export interface Refused<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  readonly reason: string;
}

/** The answer to a yes-or-no question. Callers must read everything but `ok: true` as no: also no answer at all. */
export type CheckResult<Code extends string = string> = { readonly ok: true } | Refused<Code>;
