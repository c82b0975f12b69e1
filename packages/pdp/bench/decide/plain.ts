import { compileGlob } from '@agent-safe/core';
import { prepareRules } from '../../src/match/match.ts';
import { AMOUNT, type KnownRequest } from './requests.ts';
import type { World } from './world.ts';

/** Attributes that rules have conditions on. */
export type Attribute =
  | 'action'
  | 'environment'
  | 'type'
  | 'sensitivity'
  | 'team'
  | 'tier'
  | 'agent'
  | 'groups'
  | 'roles';

/** The order of the conditions for other engines: most selective first. */
export const ATTRIBUTES: readonly Attribute[] = [
  'team',
  'agent',
  'groups',
  'action',
  'type',
  'sensitivity',
  'environment',
  'tier',
  'roles',
];

/** A rule without globs and selectors. Each attribute in `conditions` must have one of the values. */
export interface PlainRule {
  readonly name: string;
  readonly allows: boolean;
  readonly conditions: Readonly<Partial<Record<Attribute, readonly string[]>>>;
  /** Largest value of the parameter "amount", if the rules of the world test it. */
  readonly most: number | undefined;
}

/** Values of a request by attribute: one each; groups and roles have any number. */
export type PlainRequest = Readonly<Record<Attribute, readonly string[]>>;

/** Returns the rules in evaluation order, with globs expanded to the actions of the world. */
export function plainRules({ actions, rules }: Pick<World, 'actions' | 'rules'>): readonly PlainRule[] {
  return prepareRules(rules).map(({ rule: { decision, match, name } }) => ({
    name,
    allows: decision === 'allow',
    most: match.params?.[AMOUNT]?.max_value,
    conditions: given({
      action:
        match.actions === undefined
          ? undefined
          : writeOut(
              match.actions,
              actions.map((action) => action.name),
            ),
      environment: match.targets?.environments,
      type: match.targets?.types,
      sensitivity: match.targets?.sensitivities,
      team: listed(match.targets?.labels?.team),
      tier: listed(match.targets?.labels?.tier),
      agent: match.callers?.agent_ids,
      groups: match.callers?.groups,
      roles: match.callers?.roles,
    }),
  }));
}

export function plainRequest({ action, caller, target }: KnownRequest): PlainRequest {
  return {
    action: [action.name],
    environment: [target.environment],
    type: [target.type],
    sensitivity: [target.sensitivity],
    team: [target.labels.team ?? ''],
    tier: [target.labels.tier ?? ''],
    agent: [caller.agent_id],
    groups: caller.groups,
    roles: caller.roles,
  };
}

function writeOut(globs: readonly string[], names: readonly string[]): readonly string[] {
  const matchers = globs.map(compileGlob);
  return names.filter((name) => matchers.some((matches) => matches(name)));
}

function listed(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value].flat();
}

function given(conditions: Readonly<Record<Attribute, readonly string[] | undefined>>): PlainRule['conditions'] {
  return Object.fromEntries(Object.entries(conditions).filter(([, values]) => values !== undefined));
}
