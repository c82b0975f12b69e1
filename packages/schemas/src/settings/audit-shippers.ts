import * as z from 'zod';
import { mapping, optional, text } from '../zod/schema-helpers.ts';
import { type WebhookShipperSettings, webhookShipperSchema } from './webhook.ts';

/** The schema of a destination of the audit log. */
export const auditShipperSchema = z.union([
  mapping({
    backend: z.literal('filesystem').describe('Kind of destination.'),
    path: text.describe('File that the log is copied to.'),
  }),
  mapping({
    backend: z.literal('s3').describe('Kind of destination.'),
    bucket: text.describe('Name of the bucket.'),
    prefix: optional(z.string()).describe('Prefix of every object key. Default: none.'),
    region: optional(text).describe('AWS region of the bucket. Default: the region of the environment.'),
    endpoint: optional(text).describe('URL of a service with the S3 protocol. Default: AWS.'),
  }),
  webhookShipperSchema,
]);

/** A destination of the audit log. Secrets are in environment variables, which it names. */
export type AuditShipperSettings =
  | { readonly backend: 'filesystem'; readonly path: string }
  | {
      readonly backend: 's3';
      readonly bucket: string;
      readonly prefix?: string;
      readonly region?: string;
      readonly endpoint?: string;
    }
  | WebhookShipperSettings;
