import { AgentSafeError } from '@agent-safe/core';
import type { ApprovalResult } from '@agent-safe/sdk';
import type { Invocation, Options, Output, Values } from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { type ApprovalServices, remoteApprovals } from '../remote/approvals.ts';
import { refuseLocal } from '../remote/connect.ts';
import { tellNotifyFailure } from '../render/notify-failure.ts';
import { printRefused } from '../render/refused.ts';
import { printJson } from '../render/style.ts';
import { isRemote, SERVER_OPTIONS } from './server-options.ts';
import { openProjectServicesFrom, STATE_OPTIONS, TOKEN_OPTIONS } from './token-options.ts';

const PROJECT = { ...STATE_OPTIONS, ...TOKEN_OPTIONS } as const satisfies Options;
/** Options of all approval commands. */
export const APPROVAL_OPTIONS = { ...SERVER_OPTIONS, ...PROJECT } as const satisfies Options;

/**
 * Opens the services that approvals need, and closes them afterwards. It works while the policies are invalid.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID if the project has no approvals
 */
export async function withApprovals<Result>(
  {
    clock,
    cwd,
    output,
    values,
  }: Pick<Invocation<Values<typeof APPROVAL_OPTIONS>>, 'clock' | 'cwd' | 'output' | 'values'>,
  use: (opened: ApprovalServices) => Promise<Result>,
): Promise<Result> {
  if (isRemote(values)) {
    refuseLocal(values, PROJECT);
    return use(remoteApprovals(values));
  }
  const opened = await openProjectServicesFrom({ clock, cwd, values }, { onNotifyFailure: tellNotifyFailure(output) });
  try {
    const available = opened.approvals.checkAvailable();
    if (!available.ok)
      throw new AgentSafeError('ERR_CONFIG_INVALID', `Approvals are not available. ${available.reason}`);
    return await use(opened);
  } finally {
    await opened.close();
  }
}

/** Prints a result as JSON or with `print`, and a refusal with its code. */
export function report(
  output: Output,
  json: boolean,
  result: ApprovalResult,
  print: (request: Extract<ApprovalResult, { ok: true }>['request']) => void,
): ExitCode {
  if (json) printJson(output, result);
  else if (result.ok) print(result.request);
  else {
    printRefused(output, result);
  }
  return result.ok ? EXIT.allow : EXIT.deny;
}
