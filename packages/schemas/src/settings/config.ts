import {
  type CumulativeRisk,
  DEFAULT_CHECKPOINTS,
  DEFAULT_DELEGATION,
  DEFAULT_ISSUER,
  DEFAULT_TICKETS,
  type DelegationSettings,
  type RateLimit,
  SETTING_LIMITS,
  VISIBLE_PATTERN,
} from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, pattern, report, text, withDefault } from '../zod/schema-helpers.ts';
import { type ApprovalConfig, approvalsSchema } from './approvals.ts';
import { cumulativeRiskSchema, rateLimitSchema } from './limits.ts';
import { type CredentialVaultSettings, credentialVaultSchema, type RunnerSettings, runnerSchema } from './runner.ts';
import { type WebhookSettings, webhookSchema } from './webhook.ts';

const { checkpointEvents, checkpointSeconds, delegationDepth, logBytes, ticketSeconds } = SETTING_LIMITS;
const path = text;

const auditLog = z.union([
  path.transform((given) => ({ path: given, ...DEFAULT_CHECKPOINTS })),
  mapping({
    path: path.describe('The file of the log.'),
    max_bytes: optional(z.int().min(logBytes.least)).describe(
      'The log goes on in a new file when this one would get larger.',
    ),
    checkpoint_events: withDefault(z.int().min(checkpointEvents.least), DEFAULT_CHECKPOINTS.checkpoint_events).describe(
      'A checkpoint is signed after so many events.',
    ),
    checkpoint_seconds: withDefault(
      z.int().min(checkpointSeconds.least).max(checkpointSeconds.most),
      DEFAULT_CHECKPOINTS.checkpoint_seconds,
    ).describe('And after so many seconds that had any.'),
  }),
]);

const shipper = z.union([
  mapping({ backend: z.literal('filesystem'), path: path.describe('The file that the log is copied to.') }),
  mapping({
    backend: z.literal('s3'),
    bucket: text,
    prefix: optional(z.string()).describe('What every key begins with.'),
    region: optional(text),
    endpoint: optional(text).describe('Of what speaks S3 and is not AWS.'),
  }),
  webhookSchema,
]);

const grant = mapping({
  parent: name.describe('The id of the agent that delegates.'),
  children: z.array(text).describe('Globs over the ids that it may give to those it delegates to.'),
});

const delegation = mapping({
  max_depth: withDefault(
    z.int().min(delegationDepth.least).max(delegationDepth.most),
    DEFAULT_DELEGATION.max_depth,
  ).describe('How often in a row may be delegated.'),
  grants: withDefault(z.array(grant), []).describe('Which names of children rules that allow may count on.'),
});

const tickets = mapping({
  audience: withDefault(text.regex(VISIBLE_PATTERN, 'must not be blank'), DEFAULT_TICKETS.audience).describe(
    'Who executes: what shares one store of used tickets.',
  ),
  ttl_seconds: withDefault(
    z.int().min(ticketSeconds.least).max(ticketSeconds.most),
    DEFAULT_TICKETS.ttl_seconds,
  ).describe('How long a ticket may be used.'),
});

/** agent-safe.yaml. Paths are relative to the file. */
export const configSchema = mapping({
  registry: optional(text).describe('The folder of action files, or one file.'),
  policies: optional(text).describe('The folder of policy files, or one file.'),
  inventory: optional(text).describe('The file of targets.'),
  keys: optional(text).describe('The file of keys, which agents must not be able to read.'),
  state: optional(text).describe('The file of what processes share; state.db beside the keys where it is left out.'),
  issuer: withDefault(text, DEFAULT_ISSUER).describe('Who issues tokens, as they say it.'),
  legacy_tokens: withDefault(z.boolean(), true).describe(
    'Whether tokens of 0.11 count, where its signing key is given.',
  ),
  delegation: withDefault(delegation, { max_depth: DEFAULT_DELEGATION.max_depth, grants: [] }).describe(
    'How agents may delegate.',
  ),
  tickets: withDefault(tickets, DEFAULT_TICKETS).describe('What is allowed, to carry.'),
  rate_limit: optional(rateLimitSchema).describe(
    'How often a caller may ask; as often as it likes where it is left out.',
  ),
  cumulative_risk: optional(cumulativeRiskSchema).describe(
    'How much risk a caller may take within a time; any where it is left out.',
  ),
  approvals: withDefault(approvalsSchema, approvalsSchema.parse({})).describe('Who may approve, and who is told.'),
  runner: withDefault(runnerSchema, runnerSchema.parse({})).describe(
    'The settings of the runner, which executes tickets.',
  ),
  credential_vault: optional(credentialVaultSchema).describe('Where executions get their credentials from.'),
  audit_log: optional(auditLog).describe('Where every decision is recorded: a file, or its settings.'),
  audit_shippers: optional(z.array(shipper)).describe('Where the audit log is shipped to.'),
  strict: withDefault(z.boolean(), false).describe('Every request must name a target of the right type that binds it.'),
  require_verified_callers: withDefault(z.boolean(), false).describe('Refuse callers that no token proves.'),
  ticket_pattern: optional(pattern).describe('What counts as the id of a change ticket.'),
}).superRefine(({ audit_log, audit_shippers }, context) => {
  if (audit_shippers === undefined || audit_shippers.length === 0 || audit_log !== undefined) return;
  report(context, {
    code: 'audit_log_missing',
    message: 'There is no audit log to ship.',
    fix: 'Add "audit_log", the file of the log.',
    path: ['audit_shippers'],
  });
});

/** Where decisions are recorded. */
export interface AuditLogSettings {
  readonly path: string;
  readonly max_bytes?: number;
  readonly checkpoint_events: number;
  readonly checkpoint_seconds: number;
}

/** A place that the audit log is shipped to. Secrets are not in it: it names the environment variables that hold them. */
export type AuditShipperSettings =
  | { readonly backend: 'filesystem'; readonly path: string }
  | {
      readonly backend: 's3';
      readonly bucket: string;
      readonly prefix?: string;
      readonly region?: string;
      readonly endpoint?: string;
    }
  | WebhookSettings;

/** What tickets say of whoever may run them. */
export interface TicketSettings {
  readonly audience: string;
  /** Seconds. */
  readonly ttl_seconds: number;
}

export interface Config {
  readonly registry?: string;
  readonly policies?: string;
  readonly inventory?: string;
  readonly keys?: string;
  readonly state?: string;
  readonly issuer: string;
  readonly legacy_tokens: boolean;
  readonly delegation: DelegationSettings;
  readonly tickets: TicketSettings;
  /** Where it is missing, nobody is limited. */
  readonly rate_limit?: RateLimit;
  /** Where it is missing, risk is not added up. */
  readonly cumulative_risk?: CumulativeRisk;
  readonly approvals: ApprovalConfig;
  readonly runner: RunnerSettings;
  readonly credential_vault?: CredentialVaultSettings;
  readonly audit_log?: AuditLogSettings;
  readonly audit_shippers?: readonly AuditShipperSettings[];
  readonly strict: boolean;
  readonly require_verified_callers: boolean;
  readonly ticket_pattern?: string;
}
