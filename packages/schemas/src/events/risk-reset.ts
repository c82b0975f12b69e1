import type { CircuitState, RiskResetApprover, RiskResetFields } from '@agent-safe/core';
import * as z from 'zod';
import { count, event, list, members, nullableString, string, strings, time } from './event.ts';

const circuit: z.ZodType<CircuitState> = z.enum(['off', 'closed', 'open', 'half_open']);

export const riskReset = event<RiskResetFields>()('risk_reset', {
  key: z
    .string()
    .min(1)
    .describe('The key that the limits of the caller are counted under: agent:ID, name:NAME, unverified: or nobody:.'),
  caller: nullableString.describe('The agent id or name in the key. Null for unverified: and nobody:.'),
  approvers: list(
    members<RiskResetApprover>()({
      agent_id: string,
      chain: strings.describe('Agent ids of those that delegated to the approver, outermost first.'),
    }),
  ),
  reason: string,
  reset_until: time.describe('Entries up to then are removed. Later ones stay.'),
  cumulative_risk_score: count
    .nullable()
    .describe('The score that is removed. Null: the project has no cumulative_risk.'),
  circuit: circuit.nullable().describe('The circuit breaker before the reset. Null: the project has no rate_limit.'),
  denials: count.nullable().describe('The denials that are removed. Null: the project has no rate_limit.'),
});
