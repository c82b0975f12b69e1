import {
  type ApprovalSettings,
  type ApproverCriteria,
  type ApproverRequirement,
  DEFAULT_APPROVALS,
  type RequiredApprovals,
  type RuleApprovers,
  SETTING_LIMITS,
} from '@agent-safe/core';
import {
  derive,
  fail,
  integer,
  list,
  name,
  object,
  pathTo,
  readOptions,
  record,
  refine,
  type Shape,
  seconds,
  setting,
} from '@agent-safe/core/options';

const requirement = {
  quorum: setting(integer(SETTING_LIMITS.quorum.least, SETTING_LIMITS.quorum.most)),
  roles: setting(list(name)),
  groups: setting(list(name)),
};

type Given = Pick<ApprovalSettings, 'ttl_seconds' | 'rules'> & Partial<RuleApprovers>;

/** Reads the section `approvals` of agent-safe.yaml, without its notifiers, that a program passes. */
export const approvalsShape: Shape<ApprovalSettings> = derive(
  refine(
    object<Given>({
      ttl_seconds: setting(seconds, DEFAULT_APPROVALS.ttl_seconds),
      ...requirement,
      rules: setting(record(object<Partial<RuleApprovers>>(requirement)), {}),
    }),
    (given, path) => {
      const all = complete(given);
      requireApprovers(all, path);
      for (const [rule, own] of Object.entries(given.rules)) {
        requireApprovers({ ...all, ...own }, pathTo(`${path}.rules`, rule));
      }
    },
  ),
  complete,
);

/** Adds the defaults. With roles or groups given, the role `approver` is not required. */
function complete({ groups, quorum, roles, rules, ttl_seconds }: Given): ApprovalSettings {
  const isNamed = roles !== undefined || groups !== undefined;
  return {
    ttl_seconds,
    quorum: quorum ?? DEFAULT_APPROVALS.quorum,
    roles: roles ?? (isNamed ? [] : DEFAULT_APPROVALS.roles),
    groups: groups ?? (isNamed ? [] : DEFAULT_APPROVALS.groups),
    rules,
  };
}

function requireApprovers({ groups, roles }: ApproverCriteria, path: string): void {
  if (roles.length > 0 || groups.length > 0) return;
  fail(path, 'allows no approver. Give "roles" or "groups"');
}

/**
 * Returns approval settings with all defaults: one approver with the role `approver`, for one hour. With roles or groups given, the
 * role `approver` is not required.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID for an unknown key, a wrong value, or settings that allow no approver
 */
export function readApprovalSettings(given: Partial<ApprovalSettings> = {}): ApprovalSettings {
  return readOptions(approvalsShape, given, 'approvals');
}

/**
 * Returns the approvers that the settings and the rules of a decision require. Each approver must satisfy the settings for every rule,
 * and every rule; the largest quorum counts.
 *
 * @param required what the rules themselves require
 */
export function requirementFor(
  settings: ApprovalSettings,
  rules: string | null | readonly string[],
  required: readonly RequiredApprovals[] = [],
): ApproverRequirement {
  const named = typeof rules === 'string' || rules === null ? [rules] : rules;
  const [first, ...more] = named.map((rule) => approversOf(settings, rule));
  const { groups, roles, ...own } = first ?? approversOf(settings, null);
  const others = [...more, ...required.map(toApprovers)];
  const distinct = new Map(others.map((each) => [JSON.stringify([each.roles, each.groups]), each]));
  distinct.delete(JSON.stringify([roles, groups]));
  // A rule that sets only the quorum names no approvers.
  distinct.delete(JSON.stringify([[], []]));
  const also = Array.from(distinct.values(), (each) => ({ roles: each.roles, groups: each.groups }));
  const quorum = Math.max(own.quorum, ...others.map((each) => each.quorum));
  return { quorum, roles, groups, ...(also.length === 0 ? {} : { also }) };
}

function toApprovers({ groups = [], quorum = 1, roles = [] }: RequiredApprovals): RuleApprovers {
  return { quorum, roles, groups };
}

/** Returns the lifetime of a request, in seconds: the shortest of the settings and the rules. */
export function lifetimeOf({ ttl_seconds }: ApprovalSettings, required: readonly RequiredApprovals[] = []): number {
  return Math.min(ttl_seconds, ...required.map((each) => each.ttl_seconds ?? ttl_seconds));
}

function approversOf({ groups, quorum, roles, rules }: ApprovalSettings, name: string | null): RuleApprovers {
  const rule = name !== null && Object.hasOwn(rules, name) ? rules[name] : undefined;
  return { quorum, roles, groups, ...rule };
}
