import { DEFAULT_SECRET_VARIABLE } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report, text, variable, withDefault } from '../zod/schema-helpers.ts';

/** The schema of a signed webhook: a destination of the audit log, or a notifier of approvers. */
export const webhookSchema = mapping({
  backend: z.literal('webhook').describe('Kind of destination or notifier.'),
  url: optional(text).describe('URL that receives the events. Use url_env instead if the URL is a secret.'),
  url_env: optional(variable).describe('Environment variable with the URL, if the URL is a secret.'),
  secret_env: withDefault(variable, DEFAULT_SECRET_VARIABLE).describe(
    `Environment variable with the signing secret, whsec_…. Default: ${DEFAULT_SECRET_VARIABLE}.`,
  ),
  allow_private: withDefault(z.boolean(), false).describe(
    'Whether the address may belong to a private network. Default: false.',
  ),
}).superRefine(({ url, url_env }, context) => {
  if ((url === undefined) === (url_env === undefined)) {
    report(context, {
      code: 'webhook_url',
      message: 'A webhook needs either "url" or "url_env".',
      fix: 'Set exactly one of them.',
    });
  }
});

export interface WebhookSettings {
  readonly backend: 'webhook';
  readonly url?: string;
  readonly url_env?: string;
  readonly secret_env: string;
  readonly allow_private: boolean;
}
