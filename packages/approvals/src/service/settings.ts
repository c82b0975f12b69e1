import { type ApprovalSettings, type ApproverRequirement, DEFAULT_APPROVALS, SETTING_LIMITS } from '@agent-safe/core';
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

type Given = Pick<ApprovalSettings, 'ttl_seconds' | 'rules'> & Partial<ApproverRequirement>;

/** Reads the section `approvals` of agent-safe.yaml, without its notifiers, that a program passes. */
export const approvalsShape: Shape<ApprovalSettings> = derive(
  refine(
    object<Given>({
      ttl_seconds: setting(seconds, DEFAULT_APPROVALS.ttl_seconds),
      ...requirement,
      rules: setting(record(object<Partial<ApproverRequirement>>(requirement)), {}),
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

function requireApprovers({ groups, roles }: ApproverRequirement, path: string): void {
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

/** Returns the approvers that the settings require for a rule. */
export function requirementFor(settings: ApprovalSettings, policyMatched: string | null): ApproverRequirement {
  const { groups, quorum, roles, rules } = settings;
  const rule = policyMatched !== null && Object.hasOwn(rules, policyMatched) ? rules[policyMatched] : undefined;
  return { quorum, roles, groups, ...rule };
}
