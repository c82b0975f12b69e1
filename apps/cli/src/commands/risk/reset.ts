import { AgentSafeError } from '@agent-safe/core';
import type { ProjectServices, RiskResetResult } from '@agent-safe/sdk';
import { defineCommand, type Output, UsageError } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { requireState } from '../../options/require-state.ts';
import { openProjectServicesFrom, STATE_OPTIONS, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { columns } from '../../render/columns.ts';
import { explainNotToken } from '../../render/not-a-token.ts';
import { printRefused } from '../../render/refused.ts';
import { paint, printable, printJson } from '../../render/style.ts';
import { noteIfUnknown } from '../agent-traces.ts';
import { SHARED_KEY_HINT } from './standing.ts';

export const command = defineCommand({
  name: 'risk reset',
  summary: 'Reset the risk score, the denials and the circuit breaker of a caller. The audit log records it',
  positionals: '--caller CALLER --as TOKEN --reason TEXT',
  arity: [0, 0],
  options: {
    caller: {
      type: 'string',
      value: 'CALLER',
      summary: 'Caller to reset: an agent id, an identity token, or a key such as unverified:',
      token: { orName: true },
    },
    as: {
      type: 'string',
      value: 'TOKEN',
      multiple: true,
      summary: 'Identity token of an approver. Repeat the option if the quorum needs more approvers',
      token: { variable: 'AGENT_SAFE_APPROVER' },
    },
    reason: { type: 'string', value: 'TEXT', summary: 'Reason, one line for the audit log' },
    ...STATE_OPTIONS,
    ...TOKEN_OPTIONS,
  },
  examples: [
    'agent-safe risk reset --caller deploy-agent-01 --as "$APPROVER" --reason "CHG-7: load test"',
    'agent-safe risk reset --caller unverified: --as @approver.token --reason "The tutorial is finished"',
  ],
  async run({ clock, cwd, output, values }) {
    const { caller } = values;
    if (caller === undefined || caller.trim() === '') {
      throw new UsageError('No caller is given. Add --caller with an agent id or a key of "agent-safe risk show".');
    }
    const approver = requireApprovers(values.as);
    const { reason } = values;
    if (reason === undefined) throw new UsageError('No reason is given. Add --reason TEXT: the audit log records it.');
    const opened = await openProjectServicesFrom({ clock, cwd, values });
    try {
      requireState(opened.settings);
      const { cumulativeRisk, rateLimit } = opened.limits;
      if (cumulativeRisk === undefined && rateLimit === undefined) {
        const summary = 'The project has no limits to reset: add "rate_limit" or "cumulative_risk" to agent-safe.yaml.';
        throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
      }
      const answer = await opened.risk.reset({ caller, approver, reason });
      const result =
        answer.ok || answer.code !== 'approver_unverified'
          ? answer
          : explainNotToken(answer, '--as', approver, 'approver');
      // A caller without any record may be misspelled, and then the wrong limits were reset.
      const note = result.ok ? await noteIfUnused(result, opened) : undefined;
      if (values.json) printJson(output, { ...result, ...(note === undefined ? {} : { note }) });
      else {
        print(output, result);
        if (note !== undefined) output.err(`Note: ${printable(note)}\n`);
      }
      return result.ok ? EXIT.allow : EXIT.deny;
    } finally {
      await opened.close();
    }
  },
});

/** @returns a note if the reset changed nothing and the agent or name of the key occurs nowhere */
async function noteIfUnused(
  { circuit, circuits, cumulative_risk_score: score, denials, key }: Extract<RiskResetResult, { ok: true }>,
  opened: ProjectServices,
): Promise<string | undefined> {
  const hadEntries =
    circuits !== undefined || (score ?? 0) > 0 || (denials ?? 0) > 0 || circuit === 'open' || circuit === 'half_open';
  const [, name] = /^(?:agent|name):(.+)$/.exec(key) ?? [];
  if (hadEntries || name === undefined) return undefined;
  const note = await noteIfUnknown(name, opened, ['risk_reset']);
  if (note === undefined) return undefined;
  return opened.tokenService.verifiesCallers ? `${note} ${SHARED_KEY_HINT}` : note;
}

/** @throws UsageError if no approver is given */
function requireApprovers(given: readonly string[] | undefined): readonly string[] {
  const tokens = (given ?? []).filter((token) => token !== '');
  if (tokens.length > 0) return tokens;
  const how = 'APPROVER=$(agent-safe identity create --agent NAME --role approver)';
  throw new UsageError(
    `No approver is given. Add --as "$APPROVER" with an identity token, or set AGENT_SAFE_APPROVER. Create a token with ${how}.`,
  );
}

function print(output: Output, result: RiskResetResult): void {
  if (!result.ok) {
    printRefused(output, result);
    return;
  }
  const { circuit, circuits, cumulative_risk_score: score, denials, event_id, key } = result;
  output.out(`${paint(output, ['bold', 'green'], 'RESET')} — ${printable(key)}\n`);
  const rows = [
    ...(score === null ? [] : [['score', `${score} before, 0 now`]]),
    ...(circuit === null ? [] : [['circuit', circuit === 'off' ? 'off' : `${circuit} before, closed now`]]),
    ...(denials === null ? [] : [['denials', `${denials} before, 0 now`]]),
    ...(circuits === undefined ? [] : [['others', describeOthers(circuits)]]),
    ['rate', 'requests still count toward the rate limit'],
    ['audit', event_id],
  ];
  output.out(`${columns(rows).join('\n')}\n`);
}

function describeOthers(circuits: number): string {
  const [what, verb] = circuits === 1 ? ['1 circuit breaker', 'is'] : [`${circuits} circuit breakers`, 'are'];
  return `${what} of callers that this key counts ${verb} closed too`;
}
