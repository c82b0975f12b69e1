import { type ApprovalSettings, DEFAULT_APPROVALS, SETTING_LIMITS } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, seconds, variable, withDefault } from '../zod/schema-helpers.ts';
import { type WebhookSettings, webhookSchema } from './webhook.ts';

const notifier = z.union([
  webhookSchema,
  mapping({
    backend: z.literal('slack'),
    url_env: variable.describe(
      'The environment variable that holds the URL of the webhook of Slack, which is a secret.',
    ),
    allow_private: withDefault(z.boolean(), false).describe('Whether it may be an address of a private network.'),
  }),
]);

const requirement = {
  quorum: optional(z.int().min(SETTING_LIMITS.quorum.least).max(SETTING_LIMITS.quorum.most)).describe(
    'How many must approve.',
  ),
  roles: optional(z.array(name)).describe('An approver has one of these roles, where any is given.'),
  groups: optional(z.array(name)).describe('And is in one of these groups, where any is given.'),
};

/**
 * Who may approve. Where roles or groups are given, the default role is no longer asked for: groups alone would otherwise
 * also demand a role that nobody named.
 */
export const approvalsSchema = mapping({
  ttl_seconds: withDefault(seconds, DEFAULT_APPROVALS.ttl_seconds).describe(
    'How long a request may be approved, and used.',
  ),
  ...requirement,
  rules: withDefault(z.record(z.string(), mapping(requirement)), {}).describe(
    'By the name of a rule: what is given here is instead of what holds for all.',
  ),
  notifiers: withDefault(z.array(notifier), []).describe('How approvers are told of a request.'),
}).transform(({ groups, quorum, roles, ...given }, context) => {
  const isNamed = roles !== undefined || groups !== undefined;
  const all = {
    quorum: quorum ?? DEFAULT_APPROVALS.quorum,
    roles: roles ?? (isNamed ? [] : [...DEFAULT_APPROVALS.roles]),
    groups: groups ?? (isNamed ? [] : [...DEFAULT_APPROVALS.groups]),
  };
  const requireApprover = (named: typeof all, who: string, path: readonly string[]) => {
    if (named.roles.length > 0 || named.groups.length > 0) return;
    const message = `${who} names nobody who may approve.`;
    report(context, { code: 'approvers_missing', message, fix: 'Give "roles" or "groups".', path });
  };
  requireApprover(all, '"approvals"', [roles === undefined ? 'groups' : 'roles']);
  for (const [rule, own] of Object.entries(given.rules)) {
    // A rule that leaves to all what all lack has nothing to mend itself.
    if (own.roles === undefined && own.groups === undefined) continue;
    const path = ['rules', rule, own.roles === undefined ? 'groups' : 'roles'];
    requireApprover(
      { ...all, roles: own.roles ?? all.roles, groups: own.groups ?? all.groups },
      `The rule "${rule}" of "approvals"`,
      path,
    );
  }
  return { ...given, ...all };
});

/** How approvers are told of a request. It holds no secrets: it names the environment variables that hold them. */
export type NotifierSettings =
  | WebhookSettings
  | { readonly backend: 'slack'; readonly url_env: string; readonly allow_private: boolean };

export interface ApprovalConfig extends ApprovalSettings {
  readonly notifiers: readonly NotifierSettings[];
}
