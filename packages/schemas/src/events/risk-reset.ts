import type { CircuitState, RiskResetApprover, RiskResetFields } from '@agent-safe/core';
import * as z from 'zod';
import { count, event, list, members, nullableString, optional, string, strings, time } from './event.ts';

const circuit: z.ZodType<CircuitState> = z.enum(['off', 'closed', 'open', 'half_open']);

export const riskReset = event<RiskResetFields>()('risk_reset', {
  key: z.string().min(1).describe('Key of the limits of the caller: agent:ID, name:NAME, unverified: or nobody:.'),
  caller: nullableString.describe('Agent id or name in the key. Null for unverified: and nobody:.'),
  approvers: list(
    members<RiskResetApprover>()({
      agent_id: string.describe('Agent id of the approver.'),
      chain: strings.describe('Agent ids of the delegators of the approver, outermost first.'),
    }),
  ).describe('Approvers of the reset.'),
  reason: string.describe('Reason of the reset, as text.'),
  reset_until: time.describe('Entries up to this time are removed. Later entries stay.'),
  cumulative_risk_score: count.nullable().describe('Removed risk score. Null: the project has no cumulative_risk.'),
  circuit: circuit
    .nullable()
    .describe('State of the circuit breaker before the reset. Null: the project has no rate_limit.'),
  denials: count.nullable().describe('Number of removed denials. Null: the project has no rate_limit.'),
  circuits: optional(count).describe(
    'Number of circuit breakers of delegates, or of names without a token, that were reset too.',
  ),
});
