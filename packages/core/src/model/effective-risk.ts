import { type Action, needsTarget } from './action.ts';
import type { Target } from './target.ts';
import type { RiskClass, Sensitivity } from './vocabulary.ts';

const TABLE: Readonly<Record<RiskClass, Readonly<Record<Sensitivity, RiskClass>>>> = {
  low: { public: 'low', internal: 'low', restricted: 'medium', critical: 'high' },
  medium: { public: 'low', internal: 'medium', restricted: 'high', critical: 'critical' },
  high: { public: 'medium', internal: 'high', restricted: 'critical', critical: 'critical' },
  critical: { public: 'high', internal: 'critical', restricted: 'critical', critical: 'critical' },
};

/**
 * Returns the risk of an action on a target. A sensitive target raises the risk of the action. An unknown target counts
 * as critical.
 *
 * @example effectiveRisk('medium', 'critical') // 'critical'
 */
export function effectiveRisk(actionRisk: RiskClass, sensitivity: Sensitivity | undefined): RiskClass {
  return TABLE[actionRisk][sensitivity ?? 'critical'];
}

/** Returns the risk of a request: by the sensitivity of its target, or by that of an action without a target. */
export function riskOf(
  action: Pick<Action, 'risk_class' | 'sensitivity' | 'target_types'>,
  target: Pick<Target, 'sensitivity'> | undefined,
): RiskClass {
  return effectiveRisk(action.risk_class, needsTarget(action) ? target?.sensitivity : action.sensitivity);
}
