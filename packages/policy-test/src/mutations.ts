import {
  type CallerSelector,
  DECISION_RESULTS,
  ENVIRONMENTS,
  type PolicyMatch,
  type PolicyRule,
  RISK_CLASSES,
  SENSITIVITIES,
  type TargetSelector,
  type TimeWindow,
} from '@agent-safe/core';

/** A rule with one change. */
export interface Mutation {
  /** Description of the change: `targets.environments without "prod"`. */
  readonly what: string;
  readonly rule: PolicyRule;
}

/** Returns every change of a rule's conditions and decision. */
export function mutationsOf(rule: PolicyRule): readonly Mutation[] {
  const { match } = rule;
  const change = (what: string, changed: Partial<PolicyMatch> | readonly [without: keyof PolicyMatch]): Mutation => ({
    what,
    rule: { ...rule, match: 'length' in changed ? without(match, changed[0]) : { ...match, ...changed } },
  });
  const decisions = DECISION_RESULTS.filter((decision) => decision !== rule.decision).map((decision) => ({
    what: `decision: ${decision}`,
    rule: { ...rule, decision },
  }));
  const conditions = (Object.keys(match) as (keyof PolicyMatch)[]).map((key) => change(`without ${key}`, [key]));
  return [
    ...decisions,
    ...conditions,
    ...lists('actions', match.actions, []).map(({ value, what }) => change(what, { actions: value })),
    ...lists('risk_classes', match.risk_classes, RISK_CLASSES).map(({ value, what }) =>
      change(what, { risk_classes: value }),
    ),
    ...mutateTargets(match.targets).map(({ value, what }) => change(what, { targets: value })),
    ...mutateCallers(match.callers).map(({ value, what }) => change(what, { callers: value })),
    ...mutateWindows(match.time_windows).map(({ value, what }) => change(what, { time_windows: value })),
    ...(match.require_ticket === undefined
      ? []
      : [change(`require_ticket: ${!match.require_ticket}`, { require_ticket: !match.require_ticket })]),
  ];
}

interface Changed<Value> {
  readonly what: string;
  readonly value: Value;
}

/** Returns a list without each of its values, and with each further value of `all`. */
function lists<Value extends string | number>(
  name: string,
  list: readonly Value[] | undefined,
  all: readonly Value[],
): readonly Changed<readonly Value[]>[] {
  if (list === undefined) return [];
  const fewer = list.map((value) => ({
    what: `${name} without ${JSON.stringify(value)}`,
    value: list.filter((other) => other !== value),
  }));
  const more = all
    .filter((value) => !list.includes(value))
    .map((value) => ({ what: `${name} with ${JSON.stringify(value)}`, value: [...list, value] }));
  return [...fewer, ...more];
}

function mutateTargets(selector: TargetSelector | undefined): readonly Changed<TargetSelector>[] {
  if (selector === undefined) return [];
  const { environments, labels, sensitivities, types } = selector;
  return [
    ...dropEach('targets', selector),
    ...put(lists('targets.environments', environments, ENVIRONMENTS), (value) => ({
      ...selector,
      environments: value,
    })),
    ...put(lists('targets.sensitivities', sensitivities, SENSITIVITIES), (value) => ({
      ...selector,
      sensitivities: value,
    })),
    ...put(lists('targets.types', types, []), (value) => ({ ...selector, types: value })),
    ...Object.keys(labels ?? {}).map((label) => ({
      what: `without targets.labels.${label}`,
      value: { ...selector, labels: without(labels ?? {}, label) },
    })),
  ];
}

function mutateCallers(selector: CallerSelector | undefined): readonly Changed<CallerSelector>[] {
  if (selector === undefined) return [];
  const { max_delegation_depth: depth, require_delegation: delegated } = selector;
  const named = (['agent_ids', 'roles', 'groups', 'delegated_from'] as const).flatMap((key) =>
    put(lists(`callers.${key}`, selector[key], []), (value) => ({ ...selector, [key]: value })),
  );
  const depths = depth === undefined ? [] : [depth - 1, depth + 1].filter((other) => other >= 0);
  return [
    ...dropEach('callers', selector),
    ...named,
    ...depths.map((other) => ({
      what: `callers.max_delegation_depth: ${other}`,
      value: { ...selector, max_delegation_depth: other },
    })),
    ...(delegated === undefined
      ? []
      : [
          {
            what: `callers.require_delegation: ${!delegated}`,
            value: { ...selector, require_delegation: !delegated },
          },
        ]),
  ];
}

const DAYS = [0, 1, 2, 3, 4, 5, 6];

function mutateWindows(windows: readonly TimeWindow[] | undefined): readonly Changed<readonly TimeWindow[]>[] {
  return (windows ?? []).flatMap((window, index) => {
    const name = `time_windows[${index}]`;
    const set = (what: string, changed: Partial<TimeWindow>): Changed<readonly TimeWindow[]> => ({
      what: `${name}.${what}`,
      value: (windows ?? []).map((other, place) => (place === index ? { ...window, ...changed } : other)),
    });
    const hours = (['start_hour', 'end_hour'] as const).flatMap((key) =>
      [(window[key] ?? 0) - 1, (window[key] ?? 0) + 1]
        .filter((hour) => hour >= 0 && hour <= 23)
        .map((hour) => set(`${key}: ${hour}`, { [key]: hour })),
    );
    const days = lists('days', window.days, DAYS).map(({ value, what }) => set(what, { days: value }));
    const others = (windows ?? []).filter((_, place) => place !== index);
    return [
      ...hours,
      ...days,
      ...(window.timezone === undefined || window.timezone === 'UTC'
        ? []
        : [set('timezone: UTC', { timezone: 'UTC' })]),
      ...(others.length === 0 ? [] : [{ what: `without ${name}`, value: others }]),
    ];
  });
}

/** Returns a selector without each of its keys. An empty selector still requires a target or caller. */
function dropEach<Selector extends object>(name: string, selector: Selector): readonly Changed<Selector>[] {
  return (Object.keys(selector) as (keyof Selector & string)[]).map((key) => ({
    what: `without ${name}.${key}`,
    value: without(selector, key),
  }));
}

function without<Document extends object>(document: Document, key: string): Document {
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key)) as Document;
}

function put<Value, Document>(
  changes: readonly Changed<Value>[],
  into: (value: Value) => Document,
): readonly Changed<Document>[] {
  return changes.map(({ value, what }) => ({ what, value: into(value) }));
}
