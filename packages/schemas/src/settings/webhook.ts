import { AUDIT_FORMATS, type AuditFormat, DEFAULT_SECRET_VARIABLE, SETTING_LIMITS } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report, text, variable, withDefault } from '../zod/schema-helpers.ts';

/** Settings of every signed webhook. */
const members = {
  backend: z.literal('webhook').describe('Kind of destination or notifier.'),
  url: optional(text).describe('URL that receives the events. Use url_env instead if the URL is a secret.'),
  url_env: optional(variable).describe('Environment variable with the URL, if the URL is a secret.'),
  secret_env: withDefault(variable, DEFAULT_SECRET_VARIABLE).describe(
    `Environment variable with the signing secret, whsec_…. Default: ${DEFAULT_SECRET_VARIABLE}.`,
  ),
  allow_private: withDefault(z.boolean(), false).describe(
    'Whether the address may belong to a private network. Default: false.',
  ),
};

/** Requires exactly one of `url` and `url_env`. */
function requireOneUrl(
  { url, url_env }: { readonly url?: string | undefined; readonly url_env?: string | undefined },
  context: z.RefinementCtx,
): void {
  if ((url === undefined) === (url_env === undefined)) {
    report(context, {
      code: 'webhook_url',
      message: 'A webhook needs either "url" or "url_env".',
      fix: 'Set exactly one of them.',
    });
  }
}

/** The schema of a signed webhook that notifies approvers. */
export const webhookSchema = mapping(members).superRefine(requireOneUrl);

const { least, most } = SETTING_LIMITS.webhookBatch;

/** The schema of a signed webhook that receives the audit log. */
export const webhookShipperSchema = mapping({
  ...members,
  batch: withDefault(z.int().min(least).max(most), 1).describe(
    'Number of events in one request at most: 1 to 1,000. Default: 1, and each request has one event.',
  ),
  format: withDefault(z.enum(AUDIT_FORMATS), 'agent-safe').describe(
    'Form of the events: agent-safe (the line of the log), ocsf, cloudevents or otlp. Default: agent-safe.',
  ),
  authorization_env: optional(variable).describe(
    'Environment variable with the value of the header Authorization. Default: no such header.',
  ),
}).superRefine(requireOneUrl);

export interface WebhookSettings {
  readonly backend: 'webhook';
  readonly url?: string;
  readonly url_env?: string;
  readonly secret_env: string;
  readonly allow_private: boolean;
}

export interface WebhookShipperSettings extends WebhookSettings {
  readonly batch: number;
  readonly format: AuditFormat;
  readonly authorization_env?: string;
}
