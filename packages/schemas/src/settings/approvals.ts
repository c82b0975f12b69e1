import { type ApprovalSettings, DEFAULT_APPROVALS, SETTING_LIMITS } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, seconds, variable, withDefault } from '../zod/schema-helpers.ts';
import { type WebhookSettings, webhookSchema } from './webhook.ts';

const notifier = z.union([
  webhookSchema,
  mapping({
    backend: z.literal('slack').describe('Kind of notifier.'),
    url_env: variable.describe('Environment variable with the URL of the Slack webhook. The URL is a secret.'),
    allow_private: withDefault(z.boolean(), false).describe(
      'Whether the address may belong to a private network. Default: false.',
    ),
    buttons: optional(z.boolean()).describe(
      'Whether the message has buttons to approve and deny. Default: whether "server.slack" and "server.public_url" are set.',
    ),
  }),
]);

const requirement = {
  quorum: optional(z.int().min(SETTING_LIMITS.quorum.least).max(SETTING_LIMITS.quorum.most)).describe(
    'Number of approvers that must approve: 1 to 100. Default: 1.',
  ),
  roles: optional(z.array(name)).describe(
    'Roles, of which an approver must have one. Default: approver, if neither roles nor groups are set.',
  ),
  groups: optional(z.array(name)).describe('Groups, of which an approver must be in one. Default: none needed.'),
};

/**
 * The schema of `approvals`. If roles or groups are set, the default role no longer applies. Otherwise, groups alone would also
 * require a role that the file does not name.
 */
export const approvalsSchema = mapping({
  ttl_seconds: withDefault(seconds, DEFAULT_APPROVALS.ttl_seconds).describe(
    'Lifetime of an approval request, in seconds: at most 31,536,000. Default: 3600.',
  ),
  ...requirement,
  rules: withDefault(z.record(z.string(), mapping(requirement)), {}).describe(
    'Other requirements for single rules, by the name of the rule. Default: none.',
  ),
  notifiers: withDefault(z.array(notifier), []).describe('Channels that notify approvers of a request. Default: none.'),
}).transform(({ groups, quorum, roles, ...given }, context) => {
  const isNamed = roles !== undefined || groups !== undefined;
  const all = {
    quorum: quorum ?? DEFAULT_APPROVALS.quorum,
    roles: roles ?? (isNamed ? [] : [...DEFAULT_APPROVALS.roles]),
    groups: groups ?? (isNamed ? [] : [...DEFAULT_APPROVALS.groups]),
  };
  const requireApprover = (named: typeof all, who: string, path: readonly string[]) => {
    if (named.roles.length > 0 || named.groups.length > 0) return;
    const message = `${who} names no approvers.`;
    report(context, { code: 'approvers_missing', message, fix: 'Set "roles" or "groups".', path });
  };
  requireApprover(all, '"approvals"', [roles === undefined ? 'groups' : 'roles']);
  for (const [rule, own] of Object.entries(given.rules)) {
    // A rule without roles and groups of its own inherits the mistake, and has nothing to correct.
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

/** A channel that notifies approvers. Secrets are in environment variables, which it names. */
export type NotifierSettings =
  | WebhookSettings
  | {
      readonly backend: 'slack';
      readonly url_env: string;
      readonly allow_private: boolean;
      readonly buttons?: boolean;
    };

export interface ApprovalConfig extends ApprovalSettings {
  readonly notifiers: readonly NotifierSettings[];
}
