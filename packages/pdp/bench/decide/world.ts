import { fileURLToPath } from 'node:url';
import type { Action, Caller, PolicyRule, Target } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { Pdp } from '../../src/index.ts';
import { prepareRules } from '../../src/match/match.ts';
import { firstRule } from './first-rule.ts';
import { makeCallers, makeTargets } from './inventory.ts';
import { Random, SEED } from './random.ts';
import { AMOUNT, amountOf, type KnownRequest, makeRequest } from './requests.ts';
import { makeRules } from './rules.ts';

/** Rules and requests of one size, the same for all engines. */
export interface World {
  readonly actions: readonly Action[];
  readonly targets: readonly Target[];
  readonly rules: readonly PolicyRule[];
  readonly requests: readonly KnownRequest[];
  /** Whether each request is allowed, by the reference loop. */
  readonly answers: readonly boolean[];
  /** Whether each rule tests a parameter. */
  readonly testsParams: boolean;
}

const REQUESTS = 1_000;
/** Random requests tried before the search for all three kinds fails. */
const MOST_TRIES = 20_000;

/** The actions of the catalog, so that requests have realistic parameters. */
const { actions } = loadProject({ registry: fileURLToPath(new URL('../../../../catalog/actions', import.meta.url)) });

/** The actions with one more parameter. */
const testedActions = actions.map((action): Action => {
  const amount = {
    name: AMOUNT,
    type: 'integer',
    required: true,
    description: '',
    locates: false,
    sensitive: false,
  } as const;
  return { ...action, parameters: [...action.parameters, amount] };
});

/**
 * Returns a world in which each rule also tests a parameter: one in eight requests has a larger value than any rule admits. Targets,
 * callers and other conditions are those of the world without tests.
 */
export function makeTestedWorld(size: number): World {
  const world = makeWorld(size);
  const random = new Random(SEED + 1);
  const rules = world.rules.map((rule) => {
    const params = { [AMOUNT]: { max_value: random.integer(70, 80) } };
    return { ...rule, match: { ...rule.match, params } };
  });
  const byName = new Map(testedActions.map((action) => [action.name, action]));
  const requests = world.requests.map((known): KnownRequest => {
    const params = {
      ...(known.request.params as object),
      [AMOUNT]: random.chance(1 / 8) ? 100 : random.integer(0, 70),
    };
    return { ...known, action: byName.get(known.action.name) ?? known.action, request: { ...known.request, params } };
  });
  const answers = requests.map((known, place) => amountOf(known) < 100 && (world.answers[place] ?? false));
  return { ...world, actions: testedActions, rules, requests, answers, testsParams: true };
}

/** Returns a world with a number of rules. Worlds of all sizes have the same targets and callers. */
export function makeWorld(size: number): World {
  const random = new Random(SEED);
  const targets = makeTargets(random, actions);
  const callers = makeCallers(random);
  const types = [...new Set(targets.map(({ type }) => type))];
  const rules = makeRules(random, size, { actions: actions.map(({ name }) => name), types });
  const decides = referenceFor(rules, targets, callers);

  // One third each: denied by a rule; allowed by an early rule; allowed by a late rule or denied by default.
  const kinds = { denied: new Set<Asked>(), early: new Set<Asked>(), late: new Set<Asked>() };
  const early = earlyAllows(rules);
  for (let tries = 0; Object.values(kinds).some((kind) => kind.size < REQUESTS / 3); tries++) {
    if (tries === MOST_TRIES) throw new Error(`After ${tries} random requests, one kind still has too few.`);
    const known = makeRequest(random, actions, targets, callers);
    const rule = decides(known);
    const kind = rule?.decision === 'deny' ? 'denied' : rule !== undefined && early.has(rule) ? 'early' : 'late';
    if (kinds[kind].size < REQUESTS / 3) kinds[kind].add({ known, allowed: rule?.decision === 'allow' });
  }
  const asked = random.shuffle(Object.values(kinds).flatMap((kind) => [...kind])).slice(0, REQUESTS);
  const requests = asked.map(({ known }) => known);
  requireValid(requests, actions, targets);
  return { actions, targets, rules, requests, answers: asked.map(({ allowed }) => allowed), testsParams: false };
}

/**
 * Checks that every request is valid. Without rules, a valid request is denied by default.
 *
 * @throws Error if a request is denied for another reason
 */
function requireValid(
  requests: readonly KnownRequest[],
  allActions: readonly Action[],
  targets: readonly Target[],
): void {
  const pdp = new Pdp({ actions: allActions, rules: [], targets, strict: true });
  const refused = requests
    .map(({ request }) => ({ action: request.action, ...pdp.decide(request) }))
    .filter(({ code }) => code !== 'default_deny');
  const [first] = refused;
  if (first === undefined) return;
  const count = `${refused.length} of ${requests.length} requests are invalid`;
  throw new Error(`${count}. The first one is for ${first.action}: ${first.code}, ${first.reason}`);
}

interface Asked {
  readonly known: KnownRequest;
  readonly allowed: boolean;
}

/**
 * Returns the reference loop over the rules that name a team, agent or group of this world. Over all rules it takes half a minute in
 * the largest world. The plain loop engine uses all rules, and must agree.
 */
function referenceFor(
  rules: readonly PolicyRule[],
  targets: readonly Target[],
  callers: readonly Caller[],
): (known: KnownRequest) => PolicyRule | undefined {
  const teams = new Set(targets.map(({ labels }) => labels.team ?? ''));
  const agents = new Set(callers.map((caller) => caller.agent_id));
  const groups = new Set(callers.flatMap((caller) => caller.groups));
  const prepared = prepareRules(rules).filter(({ rule: { match } }) => {
    const team = match.targets?.labels?.team;
    return (
      (team === undefined || [team].flat().some((each) => teams.has(each))) &&
      (match.callers?.agent_ids?.some((agent) => agents.has(agent)) ?? true) &&
      (match.callers?.groups?.some((group) => groups.has(group)) ?? true)
    );
  });
  return ({ action, request, target }) => firstRule(prepared, request, action, target);
}

/** Returns the first tenth of the allow rules. */
function earlyAllows(rules: readonly PolicyRule[]): ReadonlySet<PolicyRule> {
  const allows = prepareRules(rules)
    .map(({ rule }) => rule)
    .filter(({ decision }) => decision === 'allow');
  return new Set(allows.slice(0, Math.max(3, allows.length / 10)));
}
