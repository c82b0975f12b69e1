import { resolve } from 'node:path';
import { AgentSafeError, type CheckRequest, type Decision, type DecisionResult } from '@agent-safe/core';
import { AgentSafe, type Explanation } from '@agent-safe/sdk';
import { columns } from '../columns.ts';
import { DECIDING_OPTIONS, defineCommand, type Output, RECORDING_OPTIONS, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printExplanation } from '../explanation.ts';
import { readParams } from '../params.ts';
import { settingsFrom } from '../project-settings.ts';
import { CALLER_OPTIONS, keysFrom, signingKeyFrom } from '../signing-key.ts';
import { paint, printable, printJson } from '../style.ts';

export const command = defineCommand({
  name: 'check',
  summary: 'Decide what an agent asks for: one action, or a whole plan',
  positionals: '<action> | --plan FILE',
  arity: [0, 1],
  options: {
    target: { type: 'string', value: 'ID', summary: 'The target of the inventory to act on' },
    caller: {
      type: 'string',
      value: 'NAME',
      summary: 'Who asks: an identity token, or a bare name, which proves nothing',
    },
    params: { type: 'string', value: 'JSON', summary: 'The parameters, as JSON or as @file' },
    'ticket-id': { type: 'string', value: 'ID', summary: 'The change ticket that this belongs to' },
    explain: { type: 'boolean', summary: 'Also say why, rule by rule, and what would change the answer' },
    plan: { type: 'string', value: 'FILE', summary: 'A list of requests: one decision a step' },
    ...CALLER_OPTIONS,
    ...RECORDING_OPTIONS,
    ...DECIDING_OPTIONS,
  },
  examples: [
    `agent-safe check restart-deployment --target dev/test-app --caller deploy-agent --params '{"namespace":"dev","deployment":"app"}'`,
    'agent-safe check --plan plan.yaml --json',
  ],
  async run({ keeping, cwd, output, positionals: [action], values }) {
    const requests = await readRequests(action, values, cwd);
    if (requests.length === 0) throw new AgentSafeError('ERR_PLAN_INVALID', 'The plan has no step.');
    const options = settingsFrom(values, cwd);
    // A process that ends at once ships nothing: "agent-safe audit ship" does, and loses nothing.
    const auditLog = values['audit-log'];
    const safe = await AgentSafe.open({
      ...options,
      keeping,
      auditLog,
      auditShippers: [],
      shortLived: true,
      signingKey: signingKeyFrom(values),
      issuer: values.issuer,
      state: values.state,
      verificationKeys: keysFrom(values, cwd),
    });
    const decisions = values.plan === undefined ? await checkOne(safe, requests) : await safe.checkPlan(requests);
    if (requests.some(({ ticket_id }, index) => ticket_id && decisions[index]?.ticket_id === undefined)) {
      output.err(
        'A ticket id was given that does not count as one: see ticket_pattern. It was decided as if there were none.\n',
      );
    }
    const explanations: Explanation[] = [];
    for (const [index, { evaluated_at }] of values.explain ? decisions.entries() : []) {
      const request = requests[index];
      if (request !== undefined) explanations.push(await safe.explain(request, { at: Date.parse(evaluated_at) }));
    }
    if (values.json) {
      const answers = decisions.map((decision, index) => withExplanation(decision, explanations[index]));
      printJson(output, values.plan === undefined ? answers[0] : answers);
    } else printDecisions(output, decisions, explanations, values.plan !== undefined);
    await safe.close();
    return exitCode(decisions);
  },
});

async function checkOne(safe: AgentSafe, [request]: readonly CheckRequest[]): Promise<readonly Decision[]> {
  return request === undefined ? [] : [await safe.check(request)];
}

interface Given {
  readonly target?: string;
  readonly caller?: string;
  readonly params?: string;
  readonly 'ticket-id'?: string;
  readonly plan?: string;
}

async function readRequests(action: string | undefined, given: Given, cwd: string): Promise<readonly CheckRequest[]> {
  const { caller, plan, target } = given;
  const ticket_id = given['ticket-id'];
  if (plan !== undefined) {
    if (action !== undefined || target !== undefined || given.params !== undefined) {
      throw new UsageError('With --plan, the actions, targets and params come from the plan.');
    }
    // Plans are YAML, which takes longer to load than all else here.
    const { loadPlan } = await import('../other-commands.ts');
    return loadPlan(resolve(cwd, plan)).map((step, index) => ({
      ...step,
      caller: agree('caller', step.caller, caller, index),
      ticket_id: agree('ticket-id', step.ticket_id, ticket_id, index),
    }));
  }
  if (action === undefined) throw new UsageError('Name an action, or give --plan FILE. See agent-safe list-actions.');
  return [{ action, target, caller, ticket_id, params: readParams(given.params, cwd) }];
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

const TITLES: Readonly<
  Record<DecisionResult, { readonly text: string; readonly color: 'green' | 'red' | 'yellow'; readonly exit: ExitCode }>
> = {
  allow: { text: 'ALLOW', color: 'green', exit: EXIT.allow },
  deny: { text: 'DENY', color: 'red', exit: EXIT.deny },
  require_approval: { text: 'REQUIRE_APPROVAL', color: 'yellow', exit: EXIT.requireApproval },
};

/** Of a plan the strictest answer counts. */
function exitCode(decisions: readonly Decision[]): ExitCode {
  const results = new Set(decisions.map(({ result }) => result));
  const strictest = (['deny', 'require_approval', 'allow'] as const).find((result) => results.has(result));
  return TITLES[strictest ?? 'allow'].exit;
}

/** The verdict is in the decision already. */
function withExplanation(decision: Decision, explanation: Explanation | undefined): object {
  if (explanation === undefined) return decision;
  const { verdict: _, ...rest } = explanation;
  return { ...decision, explanation: rest };
}

function printDecisions(
  output: Output,
  decisions: readonly Decision[],
  explanations: readonly Explanation[],
  isPlan: boolean,
): void {
  for (const [index, decision] of decisions.entries()) {
    if (isPlan) output.out(`${index === 0 ? '' : '\n'}Step ${index + 1} of ${decisions.length}\n`);
    printDecision(output, decision);
    const explanation = explanations[index];
    if (explanation !== undefined) printExplanation(output, explanation);
  }
  if (!isPlan) return;
  const count = (result: DecisionResult) => decisions.filter((decision) => decision.result === result).length;
  output.out(`\n${count('allow')} allowed, ${count('require_approval')} need approval, ${count('deny')} denied\n`);
}

function printDecision(output: Output, decision: Decision): void {
  const title = TITLES[decision.result];
  output.out(`${paint(output, ['bold', title.color], title.text)} — ${printable(decision.reason)}\n`);
  const version = decision.action_version === null ? '' : ` ${decision.action_version}`;
  const from = decision.chain === undefined ? '' : `, delegated by ${decision.chain.join(' → ')}`;
  const caller =
    decision.caller === null ? 'none' : `${decision.caller}${decision.caller_verified ? from : ' (not verified)'}`;
  const rows: [string, string][] = [
    ['action', `${decision.action}${version}`],
    ['target', decision.target ?? 'none'],
    ['caller', caller],
    ['risk', `${decision.effective_risk} (the action alone: ${decision.risk_class})`],
    decision.policy_matched === null ? ['code', decision.code] : ['rule', decision.policy_matched],
    ['audit', decision.audit_id],
  ];
  if (decision.ticket_id !== undefined) rows.push(['change', decision.ticket_id]);
  if (decision.ticket !== undefined) {
    rows.push(['until', decision.ticket.expires_at], ['ticket', decision.ticket.token]);
  }
  output.out(`${columns(rows.map(([key, value]) => [key, printable(value)])).join('\n')}\n`);
}
