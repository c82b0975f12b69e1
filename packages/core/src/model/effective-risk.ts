import type { RiskClass, Sensitivity } from './vocabulary.ts';

const TABLE: Readonly<Record<RiskClass, Readonly<Record<Sensitivity, RiskClass>>>> = {
  low: { public: 'low', internal: 'low', restricted: 'medium', critical: 'high' },
  medium: { public: 'low', internal: 'medium', restricted: 'high', critical: 'critical' },
  high: { public: 'medium', internal: 'high', restricted: 'critical', critical: 'critical' },
  critical: { public: 'high', internal: 'critical', restricted: 'critical', critical: 'critical' },
};

/**
 * The risk of an action on a target: the same action is worth more care where more depends on its target.
 * A target that is not known counts as critical.
 *
 * @example effectiveRisk('medium', 'critical') // 'critical'
 */
export function effectiveRisk(actionRisk: RiskClass, sensitivity: Sensitivity | undefined): RiskClass {
  return TABLE[actionRisk][sensitivity ?? 'critical'];
}
