import {
  AgentSafeError,
  APPROVAL_STATUSES,
  type ApprovalRequest,
  type ApprovalStatus,
  holdsToken,
} from '@agent-safe/core';
import type { ApprovalListing, ProjectServices } from '@agent-safe/sdk';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { APPROVAL_OPTIONS, withApprovals } from '../../options/approval-options.ts';
import { describeCaller, isOpen } from '../../render/approval-text.ts';
import { columns } from '../../render/columns.ts';
import { describeSpan } from '../../render/describe-span.ts';
import { printable, printJson } from '../../render/style.ts';

/** More than there ever should be at once. */
const MOST_LISTED = 100_000;

export const command = defineCommand({
  name: 'approval list',
  summary: 'Show the requests that wait for an approval, the oldest first',
  positionals: '',
  arity: [0, 0],
  options: {
    all: { type: 'boolean', summary: 'Also those that are over' },
    status: { type: 'string', value: 'STATUS', summary: `Only these: ${APPROVAL_STATUSES.join(', ')}` },
    caller: {
      type: 'string',
      value: 'NAME',
      summary: 'Only requests of this caller: its name or identity token',
      token: {},
    },
    ...APPROVAL_OPTIONS,
  },
  examples: ['agent-safe approval list', 'agent-safe approval list --status denied --caller deploy-agent-01'],
  async run({ clock, cwd, output, values }) {
    const status = readStatus(values.status, values.all === true);
    const listing = await withApprovals({ clock, cwd, output, values }, async (opened) => {
      const caller = values.caller === undefined ? undefined : await readCaller(opened, values.caller.trim());
      // What is over is found out by looking: one that is stored as pending may have expired by now.
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

/** Undefined for all of them. @throws UsageError */
function readStatus(given: string | undefined, isAll: boolean): ApprovalStatus | undefined {
  if (given === undefined) return isAll ? undefined : 'pending';
  if (isAll) throw new UsageError('--all and --status exclude one another.');
  const status = APPROVAL_STATUSES.find((known) => known === given);
  if (status !== undefined) return status;
  throw new UsageError(`--status is one of ${APPROVAL_STATUSES.join(', ')}.`);
}

/** Requests are kept with the agent that asked, and not with its token. */
async function readCaller({ tokenService }: ProjectServices, given: string): Promise<string> {
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
    output.out(status === 'pending' ? 'Nothing waits for an approval.\n' : 'There is no such request.\n');
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

/** What somebody changed in the state counts for nothing, and is worth knowing of. */
function printRefused(output: Output, { refused }: ApprovalListing): void {
  for (const { refusal, request_id } of refused) {
    output.err(`${printable(request_id)} does not count: ${refusal.code}. ${printable(refusal.reason)}\n`);
  }
}
