import { AgentSafeError } from '@agent-safe/core';
import { AgentSafe, type Explanation } from '@agent-safe/sdk';
import {
  type COMMON_OPTIONS,
  DECIDING_OPTIONS,
  defineCommand,
  type Invocation,
  type Options,
  type Output,
  RECORDING_OPTIONS,
  UsageError,
  type Values,
} from '../command/command.ts';
import type { ExitCode } from '../command/exit-code.ts';
import { untilSignal } from '../command/until-signal.ts';
import { readDuration } from '../options/duration.ts';
import { settingsFrom } from '../options/project-settings.ts';
import { CALLER_OPTION, REQUEST_SECRET_OPTION } from '../options/request-options.ts';
import { CALLER_OPTIONS, keysFrom, signingKeyFrom } from '../options/signing-key.ts';
import { exitCode, type Outcome, printDecisions, summarize, tellSecrets, toDocument } from '../render/decision-text.ts';
import { tellNotifyFailure } from '../render/notify-failure.ts';
import { printJson } from '../render/style.ts';
import { findAuditLog } from './check-bundle.ts';
import { readCheckRequests } from './check-requests.ts';

const OPTIONS = {
  target: { type: 'string', value: 'ID', summary: 'Id of the target in the inventory' },
  caller: CALLER_OPTION,
  params: { type: 'string', value: 'JSON', summary: 'Parameters: JSON or @FILE' },
  'ticket-id': { type: 'string', value: 'ID', summary: 'Id of the change ticket' },
  wait: { type: 'boolean', summary: 'If an approval is required, wait for it and then print the ticket' },
  'wait-timeout': {
    type: 'string',
    value: 'TIME',
    summary: 'Longest wait: 900, 15m, 1h. Default: until the request expires',
  },
  'request-secret': REQUEST_SECRET_OPTION,
  explain: {
    type: 'boolean',
    summary: 'Also print the result of every rule, and the smallest changes that would change the answer',
  },
  preview: {
    type: 'boolean',
    summary: 'Show the answer that a check would give now. Records, counts and requests nothing, and issues no ticket',
  },
  quiet: {
    type: 'boolean',
    short: 'q',
    summary: 'Print only the ticket, or nothing. The reason goes to the standard error',
  },
  plan: { type: 'string', value: 'FILE', summary: 'Decide every step of this plan' },
  ...CALLER_OPTIONS,
  ...RECORDING_OPTIONS,
  ...DECIDING_OPTIONS,
} as const satisfies Options;

export const command = defineCommand({
  name: 'check',
  summary: 'Decide a request: one action or a plan',
  positionals: '<action> | --plan FILE',
  arity: [0, 1],
  options: OPTIONS,
  examples: [
    `agent-safe check restart-deployment --target dev/test-app --caller deploy-agent --params '{"namespace":"dev","deployment":"app"}'`,
    `agent-safe check restart-deployment --target prod/api-server --caller "$TOKEN" --params '{"namespace":"prod","deployment":"api"}' --wait`,
    `TICKET=$(agent-safe check restart-deployment --target dev/test-app --params '{"namespace":"dev","deployment":"app"}' --quiet)`,
    'agent-safe check restart-deployment --target dev/test-app --preview --json',
    'agent-safe check --plan plan.yaml --json',
  ],
  run: (invocation) =>
    invocation.values.wait ? untilSignal((signal) => check(invocation, signal)) : check(invocation, undefined),
});

const NOT_RECORDED =
  'This decision is not recorded: no agent-safe.yaml with an audit_log was found here or above. To record it, give --audit-log FILE.\n';

type Given = Invocation<Values<typeof OPTIONS & typeof COMMON_OPTIONS>>;

/** @param signal ends the wait for an approval; undefined without --wait */
async function check(given: Given, signal: AbortSignal | undefined): Promise<ExitCode> {
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
  const open = openerFrom(given);
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
  let final: { readonly safe: AgentSafe; readonly outcomes: readonly Outcome[] } = {
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
  values: Given['values'],
  others: readonly (keyof typeof OPTIONS | 'json')[],
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

/** Returns a function that opens the project as it is at that time. */
function openerFrom(given: Given): () => Promise<AgentSafe> {
  const { clock, cwd, cache, output, values } = given;
  const settings = settingsFrom(values, cwd);
  const options = {
    ...settings,
    clock,
    cache,
    // A short-lived process does not ship events. "agent-safe audit ship" ships all of them later.
    auditShippers: [],
    shortLived: true,
    onNotifyFailure: tellNotifyFailure(output),
    signingKey: signingKeyFrom(values),
    issuer: values.issuer,
    state: values.state,
    verificationKeys: keysFrom(values, cwd),
  };
  return async () => {
    const named = values['audit-log'];
    if (settings.bundle === undefined || named !== undefined) return AgentSafe.open({ ...options, auditLog: named });
    const auditLog = await findAuditLog(settings.config === false ? false : undefined, cwd);
    if (auditLog === undefined && !values.preview) output.err(NOT_RECORDED);
    return AgentSafe.open({ ...options, auditLog });
  };
}
