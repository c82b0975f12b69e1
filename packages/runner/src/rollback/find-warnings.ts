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

/** What a rollback does not restore, or may not. */
export function findWarnings(
  { action, digest }: KnownAction,
  rollback: Action,
  record: ExecutionRecord,
  outcome: ExecutionOutcome,
): readonly string[] {
  const { after, before, intent, takenBackBy } = record;
  const sources = Object.values(action.rollback_params).map(({ source }) => source);
  const warnings: string[] = [];
  if (takenBackBy !== undefined) {
    warnings.push(`It was taken back already, by ${takenBackBy}: what was changed since would be undone too.`);
  }
  if (outcome !== 'success') {
    warnings.push(`The outcome was ${outcome}: look at the target first, it may be changed in part or not at all.`);
  }
  if (readText(intent.definition) !== digest) {
    warnings.push('The definition of the action is not the one that was run.');
  }
  if (!action.reversible) {
    warnings.push(
      `${quote(action.name)} is not declared reversible: ${quote(action.rollback_action ?? '')} takes back a part.`,
    );
  }
  if (rollback.rollback_action === null && !rollback.reversible) {
    warnings.push(`Nothing takes ${quote(rollback.name)} back itself: ${rollback.description}`);
  }
  // What no parameter sets follows from the rest, such as how many replicas are ready.
  const set = action.state_fields.filter((field) => action.parameters.some(({ name }) => name === field.name));
  const untold = set.filter(({ name }) => {
    if (sources.includes(`before_state.${name}`) || sources.includes(`after_state.${name}`)) return false;
    const [old, now] = [before?.state[name], after?.state[name]];
    return old === undefined || now === undefined || canonicalJson(old) !== canonicalJson(now);
  });
  if (untold.length > 0) {
    const names = untold.map(({ name }) => quote(name)).join(', ');
    const rest = 'what does not follow from the rest is not restored.';
    warnings.push(`Of ${names}, which changed or may have changed, the rollback is not told: ${rest}`);
  }
  if (action.rollback_action === action.name) warnings.push(...findUnrestored(action, readObject(intent.params) ?? {}));
  return warnings;
}

/** What the action set, and its rollback, which is the same action, does not set back. */
function findUnrestored(action: Action, params: JsonObject): readonly string[] {
  const isDefault = ({ default: fallback }: ActionParameter, value: JsonValue | undefined) =>
    fallback !== undefined && value !== undefined && canonicalJson(fallback) === canonicalJson(value);
  return action.parameters
    .filter((parameter) => Object.hasOwn(params, parameter.name) && !isDefault(parameter, params[parameter.name]))
    .filter(({ name }) => !Object.hasOwn(action.rollback_params, name))
    .map(({ name }) => `${quote(name)} was given, and the rollback does not set it back.`);
}
