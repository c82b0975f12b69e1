import type { RebuiltLog, StateRebuiltFields, TicketRedeemedFields } from '@agent-safe/core';
import { count, event, list, members, nullableString, string, strings, time } from './event.ts';
import { nonce } from './execution.ts';

export const stateRebuilt = event<StateRebuiltFields>()('state_rebuilt', {
  reason: string.describe('Reason of the rebuild, as text.'),
  replaced: nullableString.describe(
    'Id of the rebuilt state. Null: it was missing, damaged, or did not know this log.',
  ),
  tickets_until: time.describe('Execution tickets issued until this time are refused.'),
  logs: list(
    members<RebuiltLog>()({
      name: string.describe('Path of the newest file of the log.'),
      events: count.describe('Number of its events.'),
    }),
  ).describe('Logs that were read.'),
  revocations: count.describe('Number of revocations in the rebuilt state.'),
  tickets: count.describe('Number of used execution tickets that had not expired.'),
  canceled: strings.describe('Ids of the approval requests in this log that the rebuild canceled.'),
});

export const ticketRedeemed = event<TicketRedeemedFields>()('ticket_redeemed', {
  nonce,
  audit_id: string.describe('audit_id of the decision that allowed the execution.'),
  action: string.describe('Name of the action.'),
  target: nullableString.describe('Id of the target. Null if the request has no target.'),
  caller: nullableString.describe('Agent id of the caller. Null if the request has no caller.'),
  expires_at: time.describe('End of the execution ticket: RFC 3339, UTC.'),
});
