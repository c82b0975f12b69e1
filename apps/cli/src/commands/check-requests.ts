import { resolve } from 'node:path';
import type { CheckRequest } from '@agent-safe/core';
import { UsageError } from '../command/command.ts';
import { readParams } from '../options/params.ts';

interface Given {
  readonly target?: string;
  readonly caller?: string;
  readonly params?: string;
  readonly 'ticket-id'?: string;
  readonly plan?: string;
  readonly wait?: boolean;
  readonly 'request-secret'?: string;
}

/** Returns the requests to decide: one from the options, or all steps of a plan. @throws UsageError */
export async function readCheckRequests(
  action: string | undefined,
  given: Given,
  cwd: string,
): Promise<readonly CheckRequest[]> {
  const { caller, plan, target } = given;
  const ticket_id = given['ticket-id'];
  if (plan !== undefined) {
    refuseBesidePlan(action, given);
    // The YAML parser loads slowly, so only plans load it.
    const { loadPlan } = await import('./lazy.ts');
    return loadPlan(resolve(cwd, plan)).map((step, index) => ({
      ...step,
      caller: agree('caller', step.caller, caller, index),
      ticket_id: agree('ticket-id', step.ticket_id, ticket_id, index),
    }));
  }
  if (action === undefined)
    throw new UsageError('The action is missing. Give its name, or --plan FILE. See agent-safe list-actions.');
  const request_secret = given['request-secret'] || undefined;
  return [{ action, target, caller, ticket_id, request_secret, params: readParams(given.params, cwd) }];
}

function refuseBesidePlan(action: string | undefined, given: Given): void {
  if (action !== undefined || given.target !== undefined || given.params !== undefined) {
    throw new UsageError('--plan cannot be combined with an action, --target or --params: the plan has them.');
  }
  // An approval is for one request, and so is its ticket.
  const single = (['wait', 'request-secret'] as const).find((option) => given[option] !== undefined);
  if (single !== undefined) throw new UsageError(`--${single} and --plan cannot be combined.`);
}

/** The command line names the caller. A plan may come from an agent, so it cannot name another caller. */
function agree(
  option: string,
  step: string | null | undefined,
  given: string | undefined,
  index: number,
): string | undefined {
  if (given === undefined || step === undefined || step === null || step === given) return given ?? step ?? undefined;
  throw new UsageError(`Step ${index + 1} of the plan and --${option} disagree. Remove one of them.`);
}
