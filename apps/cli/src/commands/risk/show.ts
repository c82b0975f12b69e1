import { AgentSafeError, holdsToken } from '@agent-safe/core';
import type { ProjectServices, Standing } from '@agent-safe/sdk';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { requireState } from '../../options/require-state.ts';
import { openProjectServicesFrom, STATE_OPTIONS, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { columns } from '../../render/columns.ts';
import { paint, printable, printJson } from '../../render/style.ts';
import { describeKey, describeStanding, isEmpty, toDocument } from './standing.ts';

export const command = defineCommand({
  name: 'risk show',
  summary:
    'Show where callers stand: their risk, what it is made of and when it falls, and how often they may still ask',
  positionals: '',
  arity: [0, 0],
  options: {
    caller: { type: 'string', value: 'NAME', summary: 'Only this one: its name, or its identity token', token: {} },
    ...STATE_OPTIONS,
    ...TOKEN_OPTIONS,
  },
  examples: ['agent-safe risk show', 'agent-safe risk show --caller deploy-agent-01', 'agent-safe risk show --json'],
  async run({ clock, cwd, output, values }) {
    const opened = await openProjectServicesFrom({ clock, cwd, values });
    try {
      requireState(opened.settings);
      const keys = values.caller === undefined ? undefined : await findKeys(opened, values.caller.trim());
      const standings = await listStandings(opened, keys);
      const { cumulativeRisk, rateLimit } = opened.limits;
      if (values.json) {
        const settings = { cumulative_risk: cumulativeRisk ?? null, rate_limit: rateLimit ?? null };
        printJson(output, { ...settings, callers: standings.map(toDocument) });
      } else print(output, opened, standings, clock());
    } finally {
      await opened.close();
    }
    return EXIT.allow;
  },
});

/**
 * Whose budgets the requests of a caller count against: that of whom its delegation began with; of a bare name, what it spends
 * where it is proven and, where nothing proves anybody, as a name.
 */
async function findKeys({ tokenService }: ProjectServices, caller: string): Promise<readonly string[]> {
  if (!holdsToken(caller)) {
    return tokenService.verifiesCallers ? [`agent:${caller}`] : [`name:${caller}`, `agent:${caller}`];
  }
  const result = await tokenService.verify(caller);
  if (!result.ok) throw new AgentSafeError('ERR_IDENTITY_INVALID', `--caller: ${result.reason}`);
  const { agent_id, delegation_chain } = result.identity;
  return [`agent:${delegation_chain[0]?.agent_id ?? agent_id}`];
}

/** All that something counts of; or those that are asked for, the first of them in any case. */
async function listStandings(
  { limits }: ProjectServices,
  keys: readonly string[] | undefined,
): Promise<readonly Standing[]> {
  if (keys === undefined) return (await limits.list()).filter((standing) => !isEmpty(standing));
  const found = await Promise.all(keys.map((key) => limits.list(key)));
  return found.flat().filter((standing, index) => index === 0 || !isEmpty(standing));
}

function print(
  output: Output,
  { limits, settings }: ProjectServices,
  standings: readonly Standing[],
  now: number,
): void {
  const { cumulativeRisk, rateLimit } = limits;
  const missing = [
    ...(rateLimit === undefined ? [['rate_limit', 'nobody is limited in how often it may ask']] : []),
    ...(cumulativeRisk === undefined ? [['cumulative_risk', 'no risk is added up']] : []),
  ];
  for (const [setting = '', effect] of missing) {
    output.err(`There is no "${setting}" in ${printable(settings.configFile ?? 'the settings')}: ${effect}.\n`);
  }
  if (missing.length === 2) return;
  if (standings.length === 0) output.out('Nobody has asked for anything that still counts.\n');
  for (const [index, standing] of standings.entries()) {
    const title = `${paint(output, 'bold', printable(standing.key))} — ${describeKey(standing.key)}`;
    output.out(`${index === 0 ? '' : '\n'}${title}\n`);
    if (isEmpty(standing)) output.out('  It has not asked for anything that still counts.\n');
    else output.out(`${columns(describeStanding(standing, limits, now)).join('\n')}\n`);
  }
}
