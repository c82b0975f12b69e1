import {
  AgentSafeError,
  type ApprovalSettings,
  type ApproverRequirement,
  closestTypo,
  DEFAULT_APPROVALS,
  describeType,
  quote,
} from '@agent-safe/core';

const REQUIREMENT_KEYS = ['quorum', 'roles', 'groups'] as const;
const KEYS = ['ttl_seconds', ...REQUIREMENT_KEYS, 'rules'] as const;
/** Seconds: a year. What is approved should still be what was meant. */
const LONGEST_TTL = 31_536_000;
const LARGEST_QUORUM = 100;

/**
 * Settings with what is left out: an hour, one approver with the role `approver`. Where roles or groups are given, the role
 * `approver` is no longer asked for.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID where a key is unknown, a value is none, or nobody is named who may approve
 */
export function readApprovalSettings(given: Partial<ApprovalSettings> = {}): ApprovalSettings {
  refuseUnknown(given, KEYS, 'approvals');
  const ttl_seconds = given.ttl_seconds ?? DEFAULT_APPROVALS.ttl_seconds;
  if (!(Number.isFinite(ttl_seconds) && ttl_seconds > 0 && ttl_seconds <= LONGEST_TTL)) {
    throw invalid(`approvals.ttl_seconds must be more than 0 and at most ${LONGEST_TTL} seconds.`);
  }
  const own = readRequirement(given, 'approvals');
  const isNamed = own.roles !== undefined || own.groups !== undefined;
  const all = { ...DEFAULT_APPROVALS, ...(isNamed ? { roles: [], groups: [] } : {}), ...own };
  requireSomebody(all, 'approvals');
  const rules = Object.entries(given.rules ?? {}).map(([name, rule]) => {
    const where = `approvals.rules.${quote(name)}`;
    refuseUnknown(rule, REQUIREMENT_KEYS, where);
    const read = readRequirement(rule, where);
    requireSomebody({ ...all, ...read }, where);
    return [name, read] as const;
  });
  return {
    ttl_seconds,
    quorum: all.quorum,
    roles: all.roles,
    groups: all.groups,
    rules: Object.fromEntries(rules),
  };
}

/** Who may approve what a rule asks an approval for. */
export function requirementFor(settings: ApprovalSettings, policyMatched: string | null): ApproverRequirement {
  const { groups, quorum, roles, rules } = settings;
  const rule = policyMatched !== null && Object.hasOwn(rules, policyMatched) ? rules[policyMatched] : undefined;
  return { quorum, roles, groups, ...rule };
}

function readRequirement(given: Partial<ApproverRequirement>, where: string): Partial<ApproverRequirement> {
  const { groups, quorum, roles } = given;
  if (quorum !== undefined && !(Number.isInteger(quorum) && quorum >= 1 && quorum <= LARGEST_QUORUM)) {
    throw invalid(`${where}.quorum must be a whole number from 1 to ${LARGEST_QUORUM}.`);
  }
  const names = (key: 'roles' | 'groups', value: readonly string[] | undefined) => {
    if (value === undefined) return {};
    const isList = Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
    if (!isList) throw invalid(`${where}.${key} must be a list of names.`);
    return { [key]: [...value] };
  };
  return { ...(quorum === undefined ? {} : { quorum }), ...names('roles', roles), ...names('groups', groups) };
}

function requireSomebody({ groups, roles }: ApproverRequirement, where: string): void {
  if (roles.length > 0 || groups.length > 0) return;
  throw invalid(`${where} names nobody who may approve: give "roles" or "groups".`);
}

/** A misspelt key would leave what it is for at its default. */
function refuseUnknown(given: unknown, known: readonly string[], where: string): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid(`${where} must be an object, and not ${describeType(given)}.`);
  }
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const meant = closestTypo(unknown, known);
  const hint = meant === undefined ? `It may have ${known.join(', ')}.` : `Did you mean ${quote(meant)}?`;
  throw invalid(`${where} has no ${quote(unknown)}. ${hint}`);
}

function invalid(message: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', message);
}
