import {
  AgentSafeError,
  APPROVAL_STATUSES,
  type ApprovalRequest,
  type ApprovalStatus,
  holdsToken,
} from '@agent-safe/core';
import type { ApprovalListing } from '@agent-safe/sdk';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { APPROVAL_OPTIONS, withApprovals } from '../../options/approval-options.ts';
import type { ApprovalServices } from '../../remote/approvals.ts';
import { describeCaller, isOpen } from '../../render/approval-text.ts';
import { columns } from '../../render/columns.ts';
import { describeSpan } from '../../render/describe-span.ts';
import { printable, printJson } from '../../render/style.ts';

/** Most requests that are listed. */
const MOST_LISTED = 100_000;

export const command = defineCommand({
  name: 'approval list',
  summary: 'List the pending requests, oldest first',
  positionals: '',
  arity: [0, 0],
  options: {
    all: { type: 'boolean', summary: 'Also list requests that ended' },
    status: { type: 'string', value: 'STATUS', summary: 'Only requests with this status', choices: APPROVAL_STATUSES },
    caller: {
      type: 'string',
      value: 'NAME',
      summary: 'List only requests of this caller: its name or identity token',
      token: { orName: true },
    },
    ...APPROVAL_OPTIONS,
  },
  examples: ['agent-safe approval list', 'agent-safe approval list --status denied --caller deploy-agent-01'],
  async run({ clock, cwd, output, values }) {
    const status = readStatus(values.status, values.all === true);
    const listing = await withApprovals({ clock, cwd, output, values }, async (opened) => {
      const caller = values.caller === undefined ? undefined : await readCaller(opened, values.caller.trim());
      // A request that is stored as pending may have expired, so the status is checked after reading.
      const stored = status === 'expired' ? undefined : status;
      return opened.approvals.list({ status: stored, caller, limit: MOST_LISTED });
    });
    if (!listing.ok) throw new AgentSafeError('ERR_STORE_UNAVAILABLE', listing.reason);
    const requests = listing.requests.filter((request) => status === undefined || request.status === status);
    if (values.json)
      printJson(output, {
        requests,
        refused: listing.refused.map(({ request_id, refusal: { code, reason } }) => ({ request_id, code, reason })),
      });
    else print(output, requests, status, clock());
    if (!values.json) printRefused(output, listing);
    return EXIT.allow;
  },
});

/** @returns undefined for every status. @throws UsageError */
function readStatus(given: string | undefined, isAll: boolean): ApprovalStatus | undefined {
  if (given === undefined) return isAll ? undefined : 'pending';
  if (isAll) throw new UsageError('--all and --status cannot be combined.');
  const status = APPROVAL_STATUSES.find((known) => known === given);
  if (status !== undefined) return status;
  throw new UsageError(`The status is unknown. Give one of ${APPROVAL_STATUSES.join(', ')}.`);
}

/** Requests are stored with the agent id of the requester, not with its token. */
async function readCaller({ tokenService }: ApprovalServices, given: string): Promise<string> {
  if (!holdsToken(given)) return given;
  const result = await tokenService.verify(given);
  if (result.ok) return result.identity.agent_id;
  throw new AgentSafeError('ERR_IDENTITY_INVALID', `--caller: ${result.reason}`);
}

function print(
  output: Output,
  requests: readonly ApprovalRequest[],
  status: ApprovalStatus | undefined,
  now: number,
): void {
  if (requests.length === 0) {
    output.out(status === 'pending' ? 'No request is pending.\n' : 'No request matches.\n');
    return;
  }
  const rows = requests.map((request) => [
    request.request_id,
    ...(status === 'pending' ? [] : [describeStatus(request)]),
    request.action,
    request.target ?? '-',
    request.effective_risk,
    describeCaller(request),
    isOpen(request) ? describeSpan(Date.parse(request.expires_at) - now) : '-',
  ]);
  const state = status === 'pending' ? [] : ['STATUS'];
  const titles = ['REQUEST', ...state, 'ACTION', 'TARGET', 'RISK', 'CALLER', 'EXPIRES IN'];
  output.out(`${columns([titles, ...rows.map((row) => row.map(printable))]).join('\n')}\n`);
}

function describeStatus({ claimed_by_audit_id, status }: ApprovalRequest): string {
  return claimed_by_audit_id === null ? status : `${status}, used`;
}

/** Requests that were changed in the state are void. The user should know. */
function printRefused(output: Output, { refused }: ApprovalListing): void {
  for (const { refusal, request_id } of refused) {
    output.err(`${printable(request_id)} is void: ${refusal.code}. ${printable(refusal.reason)}\n`);
  }
}
