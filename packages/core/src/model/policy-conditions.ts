import type { JsonScalar } from '../json/json.ts';
import type { ParameterConstraints } from './action.ts';

/**
 * A test of one parameter, on the value that will run: after defaults. All words must hold. A value of a type that a word does not fit
 * is unknown: an allow rule does not match it, and a deny rule does.
 */
export interface ParameterTest extends ParameterConstraints {
  /** Globs, as in `compilePathGlob`, of which the text must match one. */
  readonly glob?: readonly string[];
  /** Values, of which a list must have one as an item, and a text as a part. */
  readonly contains?: readonly JsonScalar[];
  /** The test that each item of a list must pass. */
  readonly items?: ParameterTest;
  /** `true`: the parameter must have a value. `false`: it must have none. */
  readonly present?: boolean;
  /** Masked values, as in the audit log, of which the value of a sensitive parameter must be one. */
  readonly masked?: readonly string[];
  /** The test that must fail. */
  readonly not?: ParameterTest;
}

/** Tests of parameters, by name. All must hold. */
export interface ParameterTests {
  readonly [parameter: string]: ParameterTest;
}

/**
 * Locations of a target. A target in a cluster is compared with `clusters`, and a target in an AWS account with `accounts` and
 * `regions`. Values may be globs.
 */
export interface ScopeSelector {
  readonly clusters?: readonly string[];
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}
