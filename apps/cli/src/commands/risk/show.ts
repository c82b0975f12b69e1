import { AgentSafeError, holdsToken } from '@agent-safe/core';
import type { ProjectServices, Standing } from '@agent-safe/sdk';
import { defineCommand, type Output } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { requireState } from '../../options/require-state.ts';
import { isRemote, SERVER_OPTIONS } from '../../options/server-options.ts';
import { openProjectServicesFrom, STATE_OPTIONS, TOKEN_OPTIONS } from '../../options/token-options.ts';
import { connectFrom, refuseLocal } from '../../remote/connect.ts';
import { columns } from '../../render/columns.ts';
import { paint, printable, printJson } from '../../render/style.ts';
import { describeKey, describeStanding, isEmpty, SHARED_KEY_HINT, toDocument } from './standing.ts';

const PROJECT = { ...STATE_OPTIONS, ...TOKEN_OPTIONS } as const;

export const command = defineCommand({
  name: 'risk show',
  summary: 'Show the risk score and the limits of callers, and what they do to the next request',
  positionals: '',
  arity: [0, 0],
  options: {
    caller: {
      type: 'string',
      value: 'CALLER',
      summary: 'Only this caller: an agent id, an identity token, or a key such as unverified:',
      token: { orName: true },
    },
    ...SERVER_OPTIONS,
    ...PROJECT,
  },
  examples: ['agent-safe risk show', 'agent-safe risk show --caller deploy-agent-01', 'agent-safe risk show --json'],
  async run({ clock, cwd, output, values }) {
    if (isRemote(values)) {
      refuseLocal(values, PROJECT);
      const found = await connectFrom(values).listLimits<Standing>(values.caller?.trim());
      const standings = values.caller === undefined ? found.filter((standing) => !isEmpty(standing)) : found;
      if (values.json) printJson(output, { callers: standings.map(toDocument) });
      else printStandings(output, NO_SETTINGS, standings, clock());
      return EXIT.allow;
    }
    const opened = await openProjectServicesFrom({ clock, cwd, values });
    try {
      requireState(opened.settings);
      const standings = await listStandings(opened, values.caller?.trim());
      const { cumulativeRisk, rateLimit } = opened.limits;
      if (values.json) {
        const settings = { cumulative_risk: cumulativeRisk ?? null, rate_limit: rateLimit ?? null };
        printJson(output, { ...settings, callers: standings.map(toDocument) });
      } else {
        print(output, opened, standings, clock());
        if (values.caller !== undefined) hintAtSharedKey(output, opened, values.caller.trim(), standings);
      }
    } finally {
      await opened.close();
    }
    return EXIT.allow;
  },
});

/** With keys, a bare name that made requests has no limits of its own: they count for all callers without a token. */
function hintAtSharedKey(
  output: Output,
  { tokenService }: ProjectServices,
  caller: string,
  standings: readonly Standing[],
): void {
  if (!tokenService.verifiesCallers || holdsToken(caller) || caller.includes(':') || !standings.every(isEmpty)) return;
  output.err(`${SHARED_KEY_HINT}\n`);
}

/** Every caller with an entry that counts, or the caller that is asked for. */
async function listStandings(
  { risk, tokenService }: ProjectServices,
  caller: string | undefined,
): Promise<readonly Standing[]> {
  if (caller === undefined) return (await risk.list()).filter((standing) => !isEmpty(standing));
  const [first, ...circuits] = await listOf(risk, caller);
  const found = [...(first === undefined ? [] : [first]), ...circuits.filter((standing) => !isEmpty(standing))];
  // Without keys a bare name counts under "name:". Entries under "agent:" are from a time when there were keys.
  const hadKeys = !tokenService.verifiesCallers && !holdsToken(caller) && !caller.includes(':');
  const earlier = hadKeys ? (await listOf(risk, `agent:${caller}`)).filter((standing) => !isEmpty(standing)) : [];
  return [...found, ...earlier];
}

/** @throws AgentSafeError ERR_IDENTITY_INVALID if the token is not valid */
async function listOf(risk: ProjectServices['risk'], caller: string): Promise<readonly Standing[]> {
  try {
    return await risk.list(caller);
  } catch (error) {
    if (!(error instanceof AgentSafeError) || error.code !== 'ERR_IDENTITY_INVALID') throw error;
    throw new AgentSafeError(error.code, `--caller: ${error.message}`);
  }
}

function print(
  output: Output,
  { limits, settings }: ProjectServices,
  standings: readonly Standing[],
  now: number,
): void {
  const { cumulativeRisk, rateLimit } = limits;
  const missing = [
    ...(rateLimit === undefined ? [['rate_limit', 'the number of requests is not limited']] : []),
    ...(cumulativeRisk === undefined ? [['cumulative_risk', 'risk is not added up']] : []),
  ];
  for (const [setting = '', effect] of missing) {
    output.err(`There is no "${setting}" in ${printable(settings.configFile ?? 'the settings')}: ${effect}.\n`);
  }
  if (missing.length === 2) return;
  printStandings(output, limits, standings, now);
}

/** A server does not tell its settings. */
const NO_SETTINGS = { cumulativeRisk: undefined, rateLimit: undefined };

function printStandings(
  output: Output,
  limits: ProjectServices['limits'] | typeof NO_SETTINGS,
  standings: readonly Standing[],
  now: number,
): void {
  if (standings.length === 0) output.out('No caller has requests that still count.\n');
  for (const [index, standing] of standings.entries()) {
    const title = `${paint(output, 'bold', printable(standing.key))} — ${describeKey(standing.key, !isEmpty(standing), standing.isCircuit)}`;
    output.out(`${index === 0 ? '' : '\n'}${title}\n`);
    output.out(`${columns(describeStanding(standing, limits, now)).join('\n')}\n`);
  }
}
