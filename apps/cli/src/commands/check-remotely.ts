import type { HttpClient } from '@agent-safe/client';
import type { Explanation } from '@agent-safe/sdk';
import type { COMMON_OPTIONS, Invocation, Values } from '../command/command.ts';
import type { ExitCode } from '../command/exit-code.ts';
import { untilSignal } from '../command/until-signal.ts';
import { type CHECK_OPTIONS, PROJECT_CHECK_OPTIONS } from '../options/check-options.ts';
import { connectFrom, refuseLocal } from '../remote/connect.ts';
import { decide } from './decide.ts';
import type { Decider } from './decider.ts';

type Given = Invocation<Values<typeof CHECK_OPTIONS & typeof COMMON_OPTIONS>>;

/** Decides the requests of a command line by a server. */
export function checkRemotely(invocation: Given): Promise<ExitCode> {
  const { values } = invocation;
  refuseLocal(values, PROJECT_CHECK_OPTIONS);
  const decider = toDecider(connectFrom(values, tokenOf(values.caller)));
  const open = () => Promise.resolve(decider);
  return values.wait ? untilSignal((signal) => decide(invocation, signal, open)) : decide(invocation, undefined, open);
}

/** A bare name proves nothing to a server, which refuses it. */
function tokenOf(caller: string | undefined): string | undefined {
  return caller === undefined || caller.trim() === '' ? undefined : caller;
}

function toDecider(client: HttpClient): Decider {
  return {
    approvals: client.approvals as Decider['approvals'],
    check: (request) => client.check(request),
    checkPlan: (requests) => client.checkPlan(requests),
    preview: (request) => client.preview(request),
    explain: (request, options) =>
      client.explain<Explanation>(request, options?.at === undefined ? {} : { at: new Date(options.at).toISOString() }),
    close: async () => undefined,
  };
}
