import type { Action } from './action.ts';

/**
 * Returns where each parameter of a rollback comes from: as `rollback_params` says, and otherwise by the names, as in 0.11. An action
 * without `rollback_params` gives every parameter of the same name. An action with `rollback_params` gives only the required
 * parameters that they lack.
 *
 * The value of the request comes first, then the state before. An action that is its own rollback takes the state first, because it
 * would only repeat itself with the same values.
 */
export function listRollbackSources(action: Action, rollback: Action): Action['rollback_params'] {
  const declared = action.rollback_params;
  const isInferred = Object.keys(declared).length === 0;
  const inferred = rollback.parameters
    .filter(({ name, required }) => !Object.hasOwn(declared, name) && (isInferred || required))
    .flatMap((parameter) => {
      const source = findSource(action, rollback, parameter);
      return source === undefined ? [] : [[parameter.name, { source }] as const];
    });
  return { ...declared, ...Object.fromEntries(inferred) };
}

/** Lists the required parameters of a rollback that have no source. */
export function listMissingSources(action: Action, rollback: Action): readonly string[] {
  const sources = listRollbackSources(action, rollback);
  return rollback.parameters
    .filter(
      (parameter) => parameter.required && parameter.default === undefined && !Object.hasOwn(sources, parameter.name),
    )
    .map(({ name }) => name);
}

function findSource(
  action: Action,
  rollback: Action,
  { locates, name }: Action['parameters'][number],
): string | undefined {
  const params = action.parameters.some((each) => each.name === name) ? `params.${name}` : undefined;
  const state = action.state_fields.some((each) => each.name === name) ? `before_state.${name}` : undefined;
  return action.name === rollback.name && !locates ? (state ?? params) : (params ?? state);
}
