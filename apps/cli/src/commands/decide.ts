import { AgentSafeError } from '@agent-safe/core';
import type { Explanation } from '@agent-safe/sdk';
import { type COMMON_OPTIONS, type Invocation, type Output, UsageError, type Values } from '../command/command.ts';
import type { ExitCode } from '../command/exit-code.ts';
import type { REQUEST_OPTIONS } from '../options/check-options.ts';
import { readDuration } from '../options/duration.ts';
import { exitCode, type Outcome, printDecisions, summarize, tellSecrets, toDocument } from '../render/decision-text.ts';
import { printJson } from '../render/style.ts';
import { readCheckRequests } from './check-requests.ts';
import type { Decider } from './decider.ts';

type DecideValues = Values<typeof REQUEST_OPTIONS & typeof COMMON_OPTIONS>;
type Given = Invocation<DecideValues>;

/**
 * Decides the requests of a command line and prints the answers.
 *
 * @param signal ends the wait for an approval; undefined without --wait
 * @param open opens the project, or connects to a server
 */
export async function decide(
  given: Given,
  signal: AbortSignal | undefined,
  open: () => Promise<Decider>,
): Promise<ExitCode> {
  const { clock, cwd, positionals, values } = given;
  const output = values.quiet ? SILENT : given.output;
  const timeout = readDuration(values['wait-timeout'], '--wait-timeout');
  if (timeout !== undefined && signal === undefined) throw new UsageError('--wait-timeout needs --wait.');
  refuseBeside('quiet', values, ['explain', 'json', 'plan']);
  refuseBeside('preview', values, ['wait', 'plan']);
  const isPlan = values.plan !== undefined;
  const requests = await readCheckRequests(positionals[0], values, cwd);
  const [request] = requests;
  if (request === undefined) throw new AgentSafeError('ERR_PLAN_INVALID', 'The plan has no steps.');
  const safe = await open();
  const decisions = values.preview
    ? [await safe.preview(request)]
    : isPlan
      ? await safe.checkPlan(requests)
      : [await safe.check(request)];
  tellSecrets(output, decisions);
  if (requests.some(({ ticket_id }, index) => ticket_id && decisions[index]?.ticket_id === undefined)) {
    output.err('The change ticket was ignored: its id does not match ticket_pattern.\n');
  }
  let final: { readonly safe: Decider; readonly outcomes: readonly Outcome[] } = {
    safe,
    outcomes: decisions.map((decision) => ({ decision })),
  };
  const [decision] = decisions;
  if (signal !== undefined && decision?.result === 'require_approval' && decision.request_id !== undefined) {
    // Most checks need no approval, and do not load this code.
    const { waitForApproval } = await import('./lazy.ts');
    const { request_id } = decision;
    const waiting = {
      safe,
      reopen: open,
      request,
      decision: { ...decision, request_id },
      clock,
      output,
      signal,
      timeout,
    };
    const { safe: last, ...outcome } = await waitForApproval(waiting);
    final = { safe: last, outcomes: [outcome] };
  }
  const explanations: Explanation[] = [];
  for (const [index, each] of values.explain ? final.outcomes.entries() : []) {
    const at = Date.parse(each.decision.evaluated_at);
    const asked = requests[index];
    if (asked !== undefined) explanations.push(await final.safe.explain(asked, { at }));
  }
  if (values.quiet) printQuietly(given.output, final.outcomes);
  else if (values.json) {
    const documents = final.outcomes.map((outcome, index) => toDocument(outcome, explanations[index]));
    printJson(output, isPlan ? documents : documents[0]);
  } else {
    const explanation = values.explain ? await import('./lazy.ts') : undefined;
    printDecisions(output, final.outcomes, isPlan, (index) => {
      const each = explanations[index];
      if (each !== undefined) explanation?.printExplanation(output, each);
    });
  }
  // The answer is printed. Closing waits for notices to approvers.
  await final.safe.close();
  return exitCode(final.outcomes);
}

const SILENT: Output = { out: () => {}, err: () => {}, color: false };

/** @throws UsageError */
function refuseBeside(
  option: 'preview' | 'quiet',
  values: DecideValues,
  others: readonly (keyof DecideValues)[],
): void {
  const other = others.find((each) => values[each] !== undefined);
  if (values[option] && other !== undefined) throw new UsageError(`--${option} and --${other} cannot be combined.`);
}

/** Everything except the ticket goes to the standard error. Without the secret, the request cannot continue after its approval. */
function printQuietly(output: Output, outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) {
    const { request_secret, ticket } = outcome.decision;
    if (ticket === undefined) output.err(`${summarize(outcome)}\n`);
    else output.out(`${ticket.token}\n`);
    if (request_secret !== undefined) output.err(`request secret: ${request_secret}\n`);
  }
}
