import { AUDIT_FORMATS, type AuditFormat, DEFAULT_SYSLOG_PORT, SETTING_LIMITS } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, text, withDefault } from '../zod/schema-helpers.ts';
import { type WebhookShipperSettings, webhookShipperSchema } from './webhook.ts';

const { least, most } = SETTING_LIMITS.port;

const format = withDefault(z.enum(AUDIT_FORMATS), 'agent-safe').describe(
  'Form of the events: agent-safe (the line of the log), ocsf, cloudevents or otlp. Default: agent-safe.',
);

/** The schema of a destination of the audit log. */
export const auditShipperSchema = z.union([
  mapping({
    backend: z.literal('filesystem').describe('Kind of destination.'),
    path: text.describe('File that the log is copied to.'),
    format,
  }),
  mapping({
    backend: z.literal('s3').describe('Kind of destination.'),
    bucket: text.describe('Name of the bucket.'),
    prefix: optional(z.string()).describe('Prefix of every object key. Default: audit-logs/.'),
    region: optional(text).describe('AWS region of the bucket. Default: the region of the environment.'),
    endpoint: optional(text).describe('URL of a service with the S3 protocol. Default: AWS.'),
    format,
  }),
  webhookShipperSchema,
  mapping({
    backend: z.literal('syslog').describe('Kind of destination.'),
    host: text.describe('Name or address of the receiver. Its certificate must be valid for it.'),
    port: withDefault(z.int().min(least).max(most), DEFAULT_SYSLOG_PORT).describe(
      `Port of the receiver: 1 to 65,535. Default: ${DEFAULT_SYSLOG_PORT}.`,
    ),
    ca_file: optional(text).describe('File with trusted certificates, in PEM. Default: the trust store of Node.js.'),
    cert_file: optional(text).describe('File with the certificate of this client, in PEM. Default: none.'),
    key_file: optional(text).describe('File with the key of this client, in PEM. Default: none.'),
    format,
  }),
  mapping({ backend: z.literal('stdout').describe('Kind of destination.'), format }),
]);

/** A destination of the audit log. Secrets are in environment variables, which it names. */
export type AuditShipperSettings =
  | { readonly backend: 'filesystem'; readonly path: string; readonly format: AuditFormat }
  | { readonly backend: 'stdout'; readonly format: AuditFormat }
  | {
      readonly backend: 'syslog';
      readonly host: string;
      readonly port: number;
      readonly ca_file?: string;
      readonly cert_file?: string;
      readonly key_file?: string;
      readonly format: AuditFormat;
    }
  | {
      readonly backend: 's3';
      readonly bucket: string;
      readonly prefix?: string;
      readonly region?: string;
      readonly endpoint?: string;
      readonly format: AuditFormat;
    }
  | WebhookShipperSettings;
