import { type Action, type RiskClass, sortBy, type Target } from '@agent-safe/core';

export interface ActionFilter {
  readonly tag?: string | undefined;
  readonly risk?: RiskClass | undefined;
}

export interface TargetFilter {
  readonly type?: string | undefined;
  readonly environment?: Target['environment'] | undefined;
  readonly sensitivity?: Target['sensitivity'] | undefined;
}

/** Actions that match every condition of a filter, sorted by name. */
export function filterActions(actions: readonly Action[], { risk, tag }: ActionFilter): readonly Action[] {
  const matching = actions.filter(
    (action) => (tag === undefined || action.tags.includes(tag)) && (risk === undefined || action.risk_class === risk),
  );
  return sortBy(matching, ({ name }) => name);
}

/** Targets that match every condition of a filter, sorted by id. */
export function filterTargets(targets: readonly Target[], filter: TargetFilter): readonly Target[] {
  const { environment, sensitivity, type } = filter;
  const matching = targets.filter(
    (target) =>
      (type === undefined || target.type === type) &&
      (environment === undefined || target.environment === environment) &&
      (sensitivity === undefined || target.sensitivity === sensitivity),
  );
  return sortBy(matching, ({ id }) => id);
}
