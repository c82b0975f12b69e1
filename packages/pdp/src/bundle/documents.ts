import {
  type Action,
  type ActionParameter,
  type Binding,
  BUNDLE_FORMAT,
  type Bundle,
  type CallerSelector,
  type CredentialScope,
  compilePattern,
  DAY_NAMES,
  type DayName,
  DECISION_RESULTS,
  type DelegationGrant,
  type DelegationSettings,
  ENVIRONMENTS,
  JsonError,
  type JsonValue,
  PARAMETER_TYPES,
  type ParameterConstraints,
  type ParameterTest,
  PatternError,
  type PolicyMatch,
  type PolicyRule,
  type Precheck,
  type RequiredApprovals,
  RISK_CLASSES,
  type ScopeSelector,
  SENSITIVITIES,
  type StateField,
  snapshotJson,
  type Target,
  type TargetScope,
  type TargetSelector,
  type TimeWindow,
  type ValidPeriod,
} from '@agent-safe/core';
import {
  anything,
  boolean,
  choose,
  fail,
  integer,
  leaf,
  list,
  matching,
  named,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  refine,
  type Shape,
  scalar,
  string,
  text,
} from '@agent-safe/core/options';
import { findRuleProblem } from '../match/time-condition.ts';

/** A pattern that the regular expression engine accepts. */
const pattern = leaf<string>((value, path) => {
  text.check(value, path);
  try {
    compilePattern(value as string);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    fail(path, `is a pattern that ${error.message}`);
  }
});

/** A parameter name that is safe as an object key. */
const parameterName = refine(matching(/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/), (value, path) => {
  if (value in Object.prototype) fail(path, 'is a name that JavaScript reserves');
});

/** A JSON value within the size limits of a request. */
const moderate = leaf<JsonValue>((value, path) => {
  try {
    snapshotJson(value, path);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    fail(path, error.problem);
  }
});

const count = integer(0);

const constraintWords = {
  min_value: optional(number),
  max_value: optional(number),
  min_length: optional(count),
  max_length: optional(count),
  pattern: optional(pattern),
  enum: optional(list(scalar, 1)),
};
const constraints = object<ParameterConstraints>(constraintWords);

const parameter = object<ActionParameter>({
  name: parameterName,
  type: oneOf(...PARAMETER_TYPES),
  required: boolean,
  description: string,
  default: optional(moderate),
  constraints: optional(constraints),
  items: optional(
    object<NonNullable<ActionParameter['items']>>({
      type: oneOf('string', 'integer', 'number', 'boolean'),
      constraints: optional(constraints),
    }),
  ),
  locates: boolean,
  sensitive: boolean,
});

const action = object<Action>({
  name: text,
  version: text,
  description: text,
  parameters: named('name', parameter),
  risk_class: oneOf(...RISK_CLASSES),
  target_types: list(text),
  sensitivity: optional(oneOf(...SENSITIVITIES)),
  prechecks: list(object<Precheck>({ name: text, description: string, blocking: optional(boolean) })),
  reversible: boolean,
  rollback_action: nullable(text),
  rollback_params: record(object<{ readonly source: string }>({ source: text })),
  required_privileges: list(text),
  tags: list(text),
  credentials: nullable(object<CredentialScope>({ type: text, fields: record(anything), ttl: integer(1) })),
  state_fields: list(
    object<StateField>({ name: text, type: text, description: string, required: boolean, sensitive: boolean }),
  ),
});

const targets = object<TargetSelector>({
  environments: optional(list(oneOf(...ENVIRONMENTS))),
  sensitivities: optional(list(oneOf(...SENSITIVITIES))),
  types: optional(list(text)),
  labels: optional(
    record(choose<string | readonly string[]>((value) => (Array.isArray(value) ? list(string) : string))),
  ),
  ids: optional(list(text)),
  owners: optional(list(text)),
  owner_in_caller_groups: optional(boolean),
  scopes: optional(
    object<ScopeSelector>({
      clusters: optional(list(text)),
      accounts: optional(list(text)),
      regions: optional(list(text)),
    }),
  ),
});

const callers = object<CallerSelector>({
  agent_ids: optional(list(text)),
  roles: optional(list(text)),
  groups: optional(list(text)),
  delegated_from: optional(list(text)),
  max_delegation_depth: optional(count),
  require_delegation: optional(boolean),
});

const day = oneOf(...DAY_NAMES);
const windowMembers = {
  days: optional(list(choose<DayName | number>((value) => (typeof value === 'number' ? integer(0, 6) : day)))),
  timezone: optional(text),
};
const hours = object<Required<Pick<TimeWindow, 'start_hour' | 'end_hour'>> & Pick<TimeWindow, 'days' | 'timezone'>>({
  ...windowMembers,
  start_hour: integer(0, 23),
  end_hour: integer(0, 23),
});
const times = object<Omit<TimeWindow, 'start_hour' | 'end_hour'>>({
  ...windowMembers,
  start: optional(text),
  end: optional(text),
});
/** A window in hours has both of them. */
const timeWindow = choose<TimeWindow>((value) =>
  typeof value === 'object' && value !== null && ('start' in value || 'end' in value) ? times : hours,
);

/** Deepest nesting of `not` and `items` in a test. */
const DEEPEST_TEST = 8;

/** The test of a parameter. An empty test would hold for every value. */
function parameterTest(depth: number): Shape<ParameterTest> {
  const inner = depth < DEEPEST_TEST ? parameterTest(depth + 1) : tooDeep;
  const test = object<ParameterTest>({
    ...constraintWords,
    glob: optional(list(text, 1)),
    contains: optional(list(scalar, 1)),
    items: optional(inner),
    present: optional(boolean),
    masked: optional(list(text, 1)),
    not: optional(inner),
  });
  return refine(test, (given, path) => {
    if (Object.keys(given).length === 0) fail(path, 'tests nothing');
  });
}

const tooDeep = leaf<ParameterTest>((_, path) => fail(path, 'is nested too deeply'));

const conditions = {
  actions: optional(list(text)),
  tags: optional(list(text)),
  reversible: optional(boolean),
  params: optional(record(parameterTest(1))),
  targets: optional(targets),
  callers: optional(callers),
  time_windows: optional(list(timeWindow)),
  valid: optional(object<ValidPeriod>({ from: optional(text), until: optional(text) })),
  risk_classes: optional(list(oneOf(...RISK_CLASSES))),
  require_ticket: optional(boolean),
};

const match = object<PolicyMatch>({ ...conditions, not: optional(object<Omit<PolicyMatch, 'not'>>(conditions)) });

const approvals = object<RequiredApprovals>({
  roles: optional(list(text)),
  groups: optional(list(text)),
  quorum: optional(integer(1)),
  ttl_seconds: optional(number),
});

const rule = refine(
  object<PolicyRule>({
    name: text,
    description: string,
    priority: integer(),
    match,
    decision: oneOf(...DECISION_RESULTS),
    reason: text,
    overrides: optional(boolean),
    approvals: optional(approvals),
  }),
  (checked, path) => {
    const problem = findRuleProblem(checked);
    if (problem !== undefined) fail(path, `is not valid: ${problem.slice(0, -1)}`);
  },
);

const bindings = list(scalar, 1);
const binding = choose<Binding>((value) => (Array.isArray(value) ? bindings : scalar));

const target = object<Target>({
  id: text,
  type: text,
  environment: oneOf(...ENVIRONMENTS),
  sensitivity: oneOf(...SENSITIVITIES),
  owner: string,
  labels: record(string),
  bindings: record(binding),
  scope: optional(object<TargetScope>({ cluster: optional(text), account: optional(text), region: optional(text) })),
});

const delegation = object<DelegationSettings>({
  max_depth: count,
  grants: list(object<DelegationGrant>({ parent: text, children: list(text) })),
});

const digest = matching(/^[A-Za-z0-9_-]{43}$/);

/** A complete bundle, with all defaults filled in. */
export const bundleShape = object<Bundle>({
  format: oneOf(BUNDLE_FORMAT),
  revision: integer(1),
  digest,
  policy_digest: digest,
  strict: boolean,
  require_verified_callers: boolean,
  verifies_callers: boolean,
  delegation,
  ticket_pattern: nullable(pattern),
  actions: named('name', action),
  rules: named('name', rule),
  targets: nullable(named('id', target)),
});
