import { compileGlob, type ParameterTest, type PolicyMatch } from '@agent-safe/core';
import { type CompiledTest, compileTest } from './parameter-test.ts';
import { type CompiledSecretTest, compileSecretTest } from './secret-test.ts';
import { hasNewConditions } from './target-conditions.ts';

/** The test of one parameter, for each way to declare it. */
export interface PreparedTest {
  readonly name: string;
  readonly test: CompiledTest;
  /** The test if the parameter is sensitive. */
  readonly secretTest: CompiledSecretTest;
}

/** The conditions of a rule that 0.11 does not have, compiled. */
export interface PreparedConditions {
  readonly matchesTag: ((tag: string) => boolean) | undefined;
  readonly reversible: boolean | undefined;
  readonly params: readonly PreparedTest[] | undefined;
  readonly not: PreparedMatch | undefined;
}

/** The conditions of a rule or of its `not`, compiled. */
export interface PreparedMatch {
  readonly match: PolicyMatch;
  readonly matchesAction: (action: string) => boolean;
  readonly conditions: PreparedConditions;
  /** Whether the condition on the target can be in doubt. */
  readonly canDoubtTarget: boolean;
}

const NO_CONDITIONS: PreparedConditions = {
  matchesTag: undefined,
  reversible: undefined,
  params: undefined,
  not: undefined,
};

/** Compiles the conditions of a rule. */
export function prepareMatch(match: PolicyMatch): PreparedMatch {
  return {
    match,
    matchesAction: prepareActions(match.actions),
    conditions: prepareConditions(match),
    canDoubtTarget: hasNewConditions(match.targets),
  };
}

/** Returns a function that tells whether one of the globs matches a name. */
function prepareActions(globs: readonly string[] | undefined): (name: string) => boolean {
  if (globs === undefined) return () => true;
  const matchers = globs.map(compileGlob);
  return (name) => matchers.some((matches) => matches(name));
}

function prepareConditions({ not, params, reversible, tags }: PolicyMatch): PreparedConditions {
  // One object for the rules of 0.11, of which there may be many.
  if (not === undefined && params === undefined && reversible === undefined && tags === undefined) return NO_CONDITIONS;
  return {
    matchesTag: tags === undefined ? undefined : prepareActions(tags),
    reversible,
    params: params === undefined ? undefined : Object.entries(params).map(prepareTest),
    not: not === undefined ? undefined : prepareMatch(not),
  };
}

/** Compiles the test of one parameter. */
export function prepareTest([name, test]: readonly [string, ParameterTest]): PreparedTest {
  return { name, test: compileTest(test), secretTest: compileSecretTest(test) };
}
