import { type ActionParameter, type JsonValue, MASK, type ParameterTest } from '@agent-safe/core';
import { evaluateParam } from '../match/evaluate-conditions.ts';
import type { PreparedRule } from '../match/match.ts';
import { prepareTest } from '../match/prepared-conditions.ts';
import type { ResolvedRequest } from '../match/resolved-request.ts';
import { type ConditionResult, resultFor } from './condition-result.ts';

/** Returns every condition of a rule on parameters: one for each key of a test. Shows no sensitive value. */
export function explainParams({ rule }: PreparedRule, resolved: ResolvedRequest): readonly ConditionResult[] {
  return Object.entries(rule.match.params ?? {}).flatMap(([name, test]) =>
    (Object.keys(test) as (keyof ParameterTest)[]).map((key) => {
      const only: ParameterTest = { [key]: test[key] };
      const { parameter, value } = findValue(name, resolved);
      const found = {
        condition: `params.${name}.${key}`,
        expected: JSON.parse(JSON.stringify(test[key])) as JsonValue,
        actual: show(parameter, value, resolved),
      };
      const certainty = evaluateParam(prepareTest([name, only]), resolved);
      return resultFor(rule, found, certainty, describeDoubt(parameter, value, only, resolved));
    }),
  );
}

interface Found {
  readonly parameter: ActionParameter | undefined;
  readonly value: JsonValue | undefined;
}

function findValue(name: string, { definition, slots }: ResolvedRequest): Found {
  const slot = definition?.parameters.findIndex((parameter) => parameter.name === name) ?? -1;
  return slot < 0
    ? { parameter: undefined, value: undefined }
    : { parameter: definition?.parameters[slot], value: slots?.[slot] };
}

function show(parameter: ActionParameter | undefined, value: JsonValue | undefined, { action, mask }: ResolvedRequest) {
  if (parameter === undefined || value === undefined) return null;
  if (!parameter.sensitive) return value;
  return mask?.(action, parameter.name, value) ?? MASK;
}

function describeDoubt(
  parameter: ActionParameter | undefined,
  value: JsonValue | undefined,
  test: ParameterTest,
  { definition, mask, slots }: ResolvedRequest,
): string {
  if (definition === undefined || slots === undefined) return 'The parameters are unknown.';
  if (parameter === undefined) return `The action ${definition.name} has no such parameter.`;
  if (value === undefined) return 'The parameter has no value, so the executor chooses it.';
  if (!parameter.sensitive) return 'The value cannot be compared: it is ambiguous, masked or of another type.';
  const isMaskKnown = mask?.(definition.name, parameter.name, value) !== undefined;
  if (test.masked !== undefined && !isMaskKnown) return 'No mask key is configured, so the mask is unknown.';
  return 'The parameter is sensitive: only its presence and its mask can be tested.';
}
