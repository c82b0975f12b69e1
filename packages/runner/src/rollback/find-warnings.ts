import {
  type Action,
  type ActionParameter,
  canonicalJson,
  type ExecutionOutcome,
  type JsonObject,
  type JsonValue,
  quote,
} from '@agent-safe/core';
import { readObject, readText } from '../audit-events/read-event.ts';
import type { KnownAction } from '../run/options.ts';
import type { ExecutionRecord } from './execution-record.ts';

/** Returns warnings about values that a rollback does not restore, or may not restore. */
export function findWarnings(
  { action, declaredSources, digest }: KnownAction,
  rollback: Action,
  record: ExecutionRecord,
  outcome: ExecutionOutcome,
): readonly string[] {
  const { after, before, intent, takenBackBy } = record;
  const sources = Object.values(action.rollback_params).map(({ source }) => source);
  const warnings: string[] = [];
  if (record.isReported === true) {
    warnings.push(
      'A program reported the state before, and no runner read it. Check that the plan restores what you expect.',
    );
  }
  if (takenBackBy !== undefined) {
    warnings.push(
      `The execution was already rolled back, by ${takenBackBy}. This rollback would also undo later changes.`,
    );
  }
  if (outcome !== 'success') {
    warnings.push(
      `The outcome was ${outcome}, so the target may be changed in part or not at all. Check the target first.`,
    );
  }
  const definition = readText(intent.definition);
  if (definition !== null && definition !== digest) {
    warnings.push('The definition of the action changed after the execution.');
  }
  if (!action.reversible) {
    warnings.push(
      `${quote(action.name)} is not declared reversible: ${quote(action.rollback_action ?? '')} rolls back only a part.`,
    );
  }
  if (rollback.rollback_action === null && !rollback.reversible) {
    warnings.push(`The rollback ${quote(rollback.name)} cannot be rolled back itself: ${rollback.description}`);
  }
  // Fields that no parameter sets follow from the others, such as the number of ready replicas.
  const set = action.state_fields.filter((field) => action.parameters.some(({ name }) => name === field.name));
  const untold = set.filter(({ name }) => {
    if (sources.includes(`before_state.${name}`) || sources.includes(`after_state.${name}`)) return false;
    const [old, now] = [before?.state[name], after?.state[name]];
    return old === undefined || now === undefined || canonicalJson(old) !== canonicalJson(now);
  });
  if (untold.length > 0) {
    const names = untold.map(({ name }) => quote(name)).join(', ');
    const rest = 'They changed or may have changed, and are restored only if they follow from other fields.';
    warnings.push(`The rollback does not set ${names}. ${rest}`);
  }
  if (action.rollback_action === action.name)
    warnings.push(...findUnrestored(action, declaredSources, readObject(intent.params) ?? {}));
  return warnings;
}

/** Returns warnings about parameters that the action set and its rollback, which is the same action, does not reset. */
function findUnrestored(
  { parameters, rollback_params }: Action,
  declaredSources: readonly string[],
  params: JsonObject,
): readonly string[] {
  // The value of the request is no value from before, unless it says which thing is changed.
  const isReset = ({ locates, name }: ActionParameter) => {
    const { source = '' } = rollback_params[name] ?? {};
    return source !== '' && (locates || declaredSources.includes(name) || source !== `params.${name}`);
  };
  const isDefault = ({ default: fallback }: ActionParameter, value: JsonValue | undefined) =>
    fallback !== undefined && value !== undefined && canonicalJson(fallback) === canonicalJson(value);
  return parameters
    .filter((parameter) => Object.hasOwn(params, parameter.name) && !isDefault(parameter, params[parameter.name]))
    .filter((parameter) => !isReset(parameter))
    .map(({ name }) => `The rollback does not reset ${quote(name)}, which the execution set.`);
}
