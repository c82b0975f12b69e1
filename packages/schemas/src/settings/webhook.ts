import { DEFAULT_SECRET_VARIABLE } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report, text, variable, withDefault } from '../zod/schema-helpers.ts';

/** What is posted to, signed: of the audit log, and of what approvers are told. */
export const webhookSchema = mapping({
  backend: z.literal('webhook'),
  url: optional(text).describe('Where events are posted to. It is no secret here: git keeps it.'),
  url_env: optional(variable).describe('The environment variable that holds the URL, where it is a secret.'),
  secret_env: withDefault(variable, DEFAULT_SECRET_VARIABLE).describe(
    'The environment variable that holds the signing secret, whsec_…',
  ),
  allow_private: withDefault(z.boolean(), false).describe('Whether it may be an address of a private network.'),
}).superRefine(({ url, url_env }, context) => {
  if ((url === undefined) === (url_env === undefined)) {
    report(context, {
      code: 'webhook_url',
      message: 'A webhook has either "url" or "url_env".',
      fix: 'Give one of them.',
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
