import {
  type Action,
  type Binding,
  DECISION_RESULTS,
  type PolicyRule,
  RISK_CLASSES,
  type Target,
  type TargetScope,
} from '@agent-safe/core';
import { announceRandom, arbitraries, checkLaw, type Random, sampleAction, scaled } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DecideRequest, Pdp, type PdpOptions } from './index.ts';

const runs = 100_000;
const at = Date.parse('2026-03-02T12:00:00Z');
/** The values of a request. `-x` is a value that no wildcard admits. */
const VALUES = ['a', 'b', 'aa', 'ab', 'bb', 'ba', '-x'] as const;
const BINDINGS: readonly Binding[] = [
  'a',
  'b',
  'aa',
  'a*',
  '*a',
  'b*',
  '*',
  ['a', 'b'],
  ['a', 'b*'],
  ['-x', 'b'],
  ['aa', 'a*'],
];
const SCOPES: readonly TargetScope[] = [
  {},
  { cluster: 'one' },
  { cluster: 'two' },
  { account: '111122223333' },
  { account: '111122223333', region: 'eu-west-1' },
  { account: '111122223333', region: 'us-east-1' },
];
const NAMES = ['namespace', 'name', 'zone'] as const;

type World = PdpOptions & { readonly targets: readonly Target[] };

function makeAction(random: Random): Action {
  const parameters = NAMES.map((name) => ({
    name,
    type: 'string' as const,
    required: name !== 'zone',
    description: '',
    locates: name !== 'zone',
    sensitive: false,
    ...(name === 'zone' && random.below(2) === 0 ? { default: 'a' } : {}),
  }));
  return sampleAction({
    name: 'stop',
    parameters,
    target_types: ['pod', 'node'],
    risk_class: random.pick(RISK_CLASSES),
  });
}

function makeTarget(random: Random, id: string): Target {
  const bindings = NAMES.flatMap((name) => {
    return random.below(3) === 0 ? [] : [[name, random.pick(BINDINGS)] as const];
  });
  return {
    id,
    type: random.pick(['pod', 'pod', 'node', 'disk']),
    environment: random.pick(['dev', 'prod']),
    sensitivity: random.pick(['internal', 'internal', 'critical']),
    owner: '',
    labels: random.below(4) === 0 ? { app: 'web' } : {},
    bindings: Object.fromEntries(bindings),
    ...(random.below(4) === 0 ? {} : { scope: random.pick(SCOPES) }),
  };
}

/** Makes targets. Every second one has the bindings of the one before, with one of them changed. */
function makeTargets(random: Random): readonly Target[] {
  const targets: Target[] = [];
  for (let place = 0; place < 2 + random.below(5); place++) {
    const made = makeTarget(random, `t${place}`);
    const before = place % 2 === 0 ? undefined : targets.at(-1);
    const name = random.pick(NAMES);
    const { [name]: changed, ...others } = { ...made.bindings, ...before?.bindings };
    const { [name]: binding = changed } = made.bindings;
    const bindings = binding === undefined || random.below(2) === 0 ? others : { ...others, [name]: binding };
    targets.push(before === undefined ? made : { ...made, bindings });
  }
  return targets;
}

function makeRule(random: Random, place: number): PolicyRule {
  const matches: readonly PolicyRule['match'][] = [
    {},
    { targets: { environments: ['dev'] } },
    { targets: { labels: { app: 'web' } } },
    { targets: { types: ['node'] } },
    { risk_classes: ['high', 'critical'] },
    { require_ticket: true },
    { callers: { roles: ['sre'] } },
  ];
  const name = `rule-${place}`;
  const match = { ...random.pick(matches), ...random.pick(matches) };
  return { name, description: '', priority: 0, match, decision: random.pick(DECISION_RESULTS), reason: name };
}

function makeWorld(random: Random): World {
  return {
    actions: [makeAction(random)],
    targets: makeTargets(random),
    rules: Array.from({ length: 1 + random.below(4) }, (_, place) => makeRule(random, place)),
    strict: random.below(4) === 0,
    verifiesCallers: random.below(2) === 0,
  };
}

function makeRequest(random: Random): DecideRequest {
  const delegated = {
    agent_id: 'worker',
    verified: true,
    roles: random.below(2) === 0 ? ['sre'] : [],
    groups: [],
    delegation_chain: ['root'],
  };
  const scoped = { ...delegated, delegation_scopes: [{ targets: [random.pick(['t*', 't[0-2]', 't0'])] }] };
  const zone = random.below(2) === 0 ? {} : { zone: random.pick(VALUES) };
  return {
    action: 'stop',
    params: { namespace: random.pick(VALUES), name: random.pick(VALUES), ...zone },
    caller: random.pick([null, 'worker', delegated, scoped]),
    ticket_id: random.pick(['', 'JIRA-1']),
    at,
  };
}

/** Answers a request for one target, in an inventory that has no other. */
function decideAlone(world: World, target: Target, request: DecideRequest) {
  return new Pdp({ ...world, targets: [target] }).decide({ ...request, target: target.id });
}

function admits(world: World, target: Target, params: object): boolean {
  const options = { actions: world.actions, rules: [], strict: false, targets: [target] };
  return new Pdp(options).decide({ action: 'stop', target: target.id, params, at }).code !== 'target_mismatch';
}

const EVERY = VALUES.flatMap((namespace) =>
  VALUES.flatMap((name) => VALUES.map((zone) => ({ namespace, name, zone }))),
);

const admitted = new Map<string, readonly boolean[]>();

/** Returns which of all parameters a target admits. */
function admittedBy(world: World, target: Target): readonly boolean[] {
  const key = JSON.stringify(target.bindings);
  const known = admitted.get(key) ?? EVERY.map((params) => admits(world, target, params));
  admitted.set(key, known);
  return known;
}

/** Whether each value that the left target admits is admitted by the right one, which admits more. */
function admitsLess(world: World, left: Target, right: Target): boolean {
  const [own, other] = [admittedBy(world, left), admittedBy(world, right)];
  return (
    own.every((admits, place) => !admits || other[place] === true) &&
    other.some((admits, place) => admits && own[place] !== true)
  );
}

/** Whether the right target is a catch-all beside the left one: it admits more of a locating parameter, and does not list its values. */
function isNarrower(world: World, left: Target, right: Target): boolean {
  return (
    admitsLess(world, left, right) &&
    (['namespace', 'name'] as const).some((name) => {
      const [own, other] = [left.bindings[name], right.bindings[name]];
      const only = (target: Target, binding: Binding | undefined) => ({
        ...target,
        bindings: binding === undefined ? {} : { [name]: binding },
      });
      const listed: readonly unknown[] = other === undefined ? [] : [other].flat();
      const isListed = own !== undefined && [own].flat().every((entry) => listed.includes(entry));
      return !isListed && admitsLess(world, only(left, own), only(right, other));
    })
  );
}

function mayShareScope(left: TargetScope = {}, right: TargetScope = {}): boolean {
  return (['cluster', 'account', 'region'] as const).every(
    (key) => left[key] === undefined || right[key] === undefined || left[key] === right[key],
  );
}

/** Drops the bindings of optional parameters that a request lacks: an executor chooses their values. */
function withoutMissing(world: World, target: Target, params: object): Target {
  const parameters = world.actions[0]?.parameters ?? [];
  const bindings = Object.entries(target.bindings).filter(
    ([name]) =>
      Object.hasOwn(params, name) || parameters.some((each) => each.name === name && each.default !== undefined),
  );
  return { ...target, bindings: Object.fromEntries(bindings) };
}

const strictness = { allow: 0, require_approval: 1, deny: 2 };

/** Whether one of the targets has only wildcards where the other one has no binding. The decision point calls them equally wide. */
function isDoubtful(left: Target, right: Target): boolean {
  return NAMES.some((name) => (left.bindings[name] === '*') !== (right.bindings[name] === '*'));
}

test('T37 the choice between two targets that may be one object never gives a more permissive answer', () => {
  const random = announceRandom('ambiguous targets');
  const counts = { ambiguous: 0, narrower: 0, plain: 0 };
  for (let run = 0; run < scaled(runs); run++) {
    const world = makeWorld(random);
    const request = makeRequest(random);
    const own =
      world.targets.find((each) => decideAlone(world, each, request).result !== 'deny') ?? random.pick(world.targets);
    const verdict = new Pdp(world).decide({ ...request, target: own.id });
    const alone = decideAlone(world, own, request);
    const context = JSON.stringify({ world, request, own: own.id, verdict });
    if (alone.result === 'deny') {
      expect(verdict, context).toEqual(alone);
      continue;
    }
    const stricter = world.targets.filter((other) => {
      const reduced = withoutMissing(world, other, request.params as object);
      if (other === own || other.type === 'disk' || !mayShareScope(own.scope, other.scope)) return false;
      if (!admits(world, reduced, request.params as object)) return false;
      const answer = decideAlone(world, reduced, request);
      return (
        strictness[answer.result] > strictness[alone.result] ||
        RISK_CLASSES.indexOf(answer.effective_risk) > RISK_CLASSES.indexOf(alone.effective_risk)
      );
    });
    const judged = stricter.filter((other) => !isNarrower(world, own, other));
    const doubtful = stricter.filter((other) => isDoubtful(own, other));
    if (judged.length > 0) {
      expect(verdict, context).toMatchObject({ result: 'deny', code: 'target_ambiguous' });
      expect(
        stricter.some(({ id }) => verdict.reason.includes(`"${id}"`)),
        context,
      ).toBe(true);
      counts.ambiguous++;
    } else if (doubtful.length === 0) {
      expect(verdict, context).toEqual(alone);
      counts[stricter.length > 0 ? 'narrower' : 'plain']++;
    }
  }
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(scaled(runs) / 500);
});

test('T37 the order of the inventory and earlier requests change no answer', () => {
  const random = announceRandom('orders of ambiguous targets');
  for (let run = 0; run < scaled(20_000); run++) {
    const world = makeWorld(random);
    const request = { ...makeRequest(random), target: random.pick(world.targets).id };
    const { code, result } = new Pdp(world).decide(request);
    const reversed = new Pdp({ ...world, targets: world.targets.toReversed() });
    for (const { id } of world.targets) reversed.decide({ ...makeRequest(random), target: id });
    expect(reversed.decide(request)).toMatchObject({ code, result });
    expect(reversed.evaluate(request).verdict).toMatchObject({ code, result });
  }
});

test('T37 in any world, two targets with equal bindings and scope give the stricter answer', () => {
  const property = fc.property(
    fc.record({
      actions: arbitraries.actions(),
      rules: arbitraries.rules(),
      targets: arbitraries.targets(),
      strict: fc.boolean(),
      verifiesCallers: fc.boolean(),
    }),
    arbitraries.target(),
    arbitraries.request(arbitraries.delegatedCaller()),
    (options, other, request) => {
      const [first] = options.targets;
      if (first === undefined) return;
      const { bindings, scope, type } = first;
      const { scope: _, ...unscoped } = other;
      const twin = { ...unscoped, id: 'twin', type, bindings, ...(scope === undefined ? {} : { scope }) };
      const pdp = new Pdp({ ...options, targets: [...options.targets, twin] });
      const action = options.actions.find(({ name }) => name === request.action);
      if (action?.target_types.includes(type) !== true) return;
      const own = pdp.decide({ ...request, target: first.id });
      const second = pdp.decide({ ...request, target: 'twin' });
      if (own.result === 'deny' || second.result === 'deny') return;
      expect(second.result).toBe(own.result);
      expect(second.effective_risk).toBe(own.effective_risk);
    },
  );
  checkLaw('twins have one answer', property, { runs });
});
