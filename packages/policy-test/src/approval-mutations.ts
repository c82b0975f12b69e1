import type { PolicyRule, RequiredApprovals } from '@agent-safe/core';
import { type Changed, dropEach, lists, put, without } from './change-lists.ts';

/** Returns every change of what a rule requires of approvals, and of whether it is a guardrail. */
export function mutateGuardrailAndApprovals(rule: PolicyRule): readonly Changed<PolicyRule>[] {
  const { approvals, overrides } = rule;
  return [
    ...(overrides === true ? [{ what: 'without overrides', value: without(rule, 'overrides') }] : []),
    ...(approvals === undefined ? [] : [{ what: 'without approvals', value: without(rule, 'approvals') }]),
    ...put(mutateApprovals(approvals), (value) => ({ ...rule, approvals: value })),
  ];
}

function mutateApprovals(approvals: RequiredApprovals | undefined): readonly Changed<RequiredApprovals>[] {
  if (approvals === undefined) return [];
  const { groups, quorum, roles, ttl_seconds } = approvals;
  const set = (key: keyof RequiredApprovals, value: number) => ({
    what: `approvals.${key}: ${value}`,
    value: { ...approvals, [key]: value },
  });
  return [
    ...(Object.keys(approvals).length < 2 ? [] : dropEach('approvals', approvals)),
    ...put(lists('approvals.roles', roles, []), (value) => ({ ...approvals, roles: value })),
    ...put(lists('approvals.groups', groups, []), (value) => ({ ...approvals, groups: value })),
    ...(quorum === undefined || quorum < 2 ? [] : [set('quorum', quorum - 1)]),
    ...(ttl_seconds === undefined ? [] : [set('ttl_seconds', ttl_seconds * 2)]),
  ];
}
