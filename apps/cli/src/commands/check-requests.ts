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

/** What is to be decided, by the options of a command: one request, or those of a plan. @throws UsageError */
export async function readCheckRequests(
  action: string | undefined,
  given: Given,
  cwd: string,
): Promise<readonly CheckRequest[]> {
  const { caller, plan, target } = given;
  const ticket_id = given['ticket-id'];
  if (plan !== undefined) {
    refuseBesidePlan(action, given);
    // Plans are YAML, which takes longer to load than all else here.
    const { loadPlan } = await import('./lazy.ts');
    return loadPlan(resolve(cwd, plan)).map((step, index) => ({
      ...step,
      caller: agree('caller', step.caller, caller, index),
      ticket_id: agree('ticket-id', step.ticket_id, ticket_id, index),
    }));
  }
  if (action === undefined) throw new UsageError('Name an action, or give --plan FILE. See agent-safe list-actions.');
  const request_secret = given['request-secret'] || undefined;
  return [{ action, target, caller, ticket_id, request_secret, params: readParams(given.params, cwd) }];
}

function refuseBesidePlan(action: string | undefined, given: Given): void {
  if (action !== undefined || given.target !== undefined || given.params !== undefined) {
    throw new UsageError('With --plan, the actions, targets and params come from the plan.');
  }
  // What was approved is one request: its ticket is for whoever asks for that one.
  const single = (['wait', 'request-secret'] as const).find((option) => given[option] !== undefined);
  if (single !== undefined) throw new UsageError(`--${single} goes with one action, and not with --plan.`);
}

/** Whoever types the command says who asks. A plan, which an agent may have written, cannot say otherwise. */
function agree(
  option: string,
  step: string | null | undefined,
  given: string | undefined,
  index: number,
): string | undefined {
  if (given === undefined || step === undefined || step === null || step === given) return given ?? step ?? undefined;
  throw new UsageError(
    `Step ${index + 1} of the plan has another ${option} than --${option} says. Remove one of the two.`,
  );
}
