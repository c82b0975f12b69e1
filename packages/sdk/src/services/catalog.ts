import {
  type Action,
  ENVIRONMENTS,
  RISK_CLASSES,
  type RiskClass,
  SENSITIVITIES,
  sortBy,
  type Target,
} from '@agent-safe/core';
import { checkOptions, object, oneOf, optional, text } from '@agent-safe/core/options';

export interface ActionFilter {
  readonly tag?: string | undefined;
  readonly risk?: RiskClass | undefined;
}

export interface TargetFilter {
  readonly type?: string | undefined;
  readonly environment?: Target['environment'] | undefined;
  readonly sensitivity?: Target['sensitivity'] | undefined;
}

const actionFilterShape = object<ActionFilter>({ risk: optional(oneOf(...RISK_CLASSES)), tag: optional(text) });

const targetFilterShape = object<TargetFilter>({
  environment: optional(oneOf(...ENVIRONMENTS)),
  sensitivity: optional(oneOf(...SENSITIVITIES)),
  type: optional(text),
});

/**
 * Returns the actions that match every condition of a filter, sorted by name. @throws AgentSafeError ERR_CONFIG_INVALID
 */
export function filterActions(actions: readonly Action[], filter: ActionFilter): readonly Action[] {
  checkOptions(actionFilterShape, filter, '');
  const { risk, tag } = filter;
  const matching = actions.filter(
    (action) => (tag === undefined || action.tags.includes(tag)) && (risk === undefined || action.risk_class === risk),
  );
  return sortBy(matching, ({ name }) => name);
}

/**
 * Returns the targets that match every condition of a filter, sorted by id. @throws AgentSafeError ERR_CONFIG_INVALID
 */
export function filterTargets(targets: readonly Target[], filter: TargetFilter): readonly Target[] {
  checkOptions(targetFilterShape, filter, '');
  const { environment, sensitivity, type } = filter;
  const matching = targets.filter(
    (target) =>
      (type === undefined || target.type === type) &&
      (environment === undefined || target.environment === environment) &&
      (sensitivity === undefined || target.sensitivity === sensitivity),
  );
  return sortBy(matching, ({ id }) => id);
}
