import type { ProjectServices } from '@agent-safe/sdk';
import { UsageError } from '../command/command.ts';
import { connectFrom } from './connect.ts';

/** The services of a project or a server behind the approval commands. */
export interface ApprovalServices {
  readonly approvals: Pick<ProjectServices['approvals'], 'cancel' | 'get' | 'list' | 'resolve' | 'wait' | 'watch'>;
  readonly tokenService: Pick<ProjectServices['tokenService'], 'verify'>;
}

const VERBS = { approve: 'approve', deny: 'deny', reopen: 'reopen', retract: 'withdraw' } as const;

/** The approvals of a server. Approvers and requesters prove themselves by the tokens of their options. */
export function remoteApprovals(values: { readonly server?: string }): ApprovalServices {
  return {
    approvals: {
      get: (id) => asResult(connectFrom(values).approvals.get(id)),
      async list({ caller, limit = 1_000, status } = {}) {
        const given = { caller, limit: Math.min(limit, 1_000), status };
        const { refused, requests } = await connectFrom(values).approvals.list(given);
        const toRefusal = ({ code, reason, request_id }: (typeof refused)[number]) => ({
          request_id,
          refusal: { ok: false, code, reason } as const,
        });
        return { ok: true, requests, refused: refused.map(toRefusal) } as Awaited<
          ReturnType<ProjectServices['approvals']['list']>
        >;
      },
      resolve: (id, { approver, decision, reason }) => {
        const [token = ''] = [approver].flat();
        return asResult(connectFrom(values, token).approvals[VERBS[decision]](id, reason));
      },
      cancel(id, { caller, reason }) {
        if (caller === undefined)
          throw new UsageError('A server cancels by the identity token of the requester: --caller TOKEN.');
        return asResult(connectFrom(values, caller).approvals.cancel(id, reason));
      },
      wait: (id, options) => asResult(connectFrom(values).approvals.wait(id, options)),
      watch() {
        throw new UsageError(
          '"approval watch" reads project files. With a server, use "agent-safe approval list" or "audit show --follow".',
        );
      },
    },
    tokenService: {
      verify() {
        throw new UsageError('With a server, --caller takes an agent id. Agents see their own requests.');
      },
    },
  };
}

/** The codes of a server are those of its project. */
function asResult<Result>(answer: Promise<unknown>): Promise<Result> {
  return answer as Promise<Result>;
}
