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
  WITNESS_KEY_PATTERN,
  WITNESS_URL_PATTERN,
} from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, pattern, report, text, variable, withDefault } from '../zod/schema-helpers.ts';
import { type ApprovalConfig, approvalsSchema } from './approvals.ts';
import { type AuditShipperSettings, auditShipperSchema } from './audit-shippers.ts';
import { type AuthzenSettings, authzenSchema } from './authzen.ts';
import { cumulativeRiskSchema, rateLimitSchema } from './limits.ts';
import { type CredentialVaultSettings, credentialVaultSchema, type RunnerSettings, runnerSchema } from './runner.ts';
import { type ServerSettings, serverSchema } from './server.ts';

const { checkpointEvents, checkpointSeconds, delegationDepth, logBytes, ticketSeconds } = SETTING_LIMITS;
const path = text;
/** A name without a word would match every name or none. */
const secretName = text.regex(/[\p{L}\p{N}]/u, 'must contain a letter or a digit').max(128);

const witness = mapping({
  url: text
    .regex(WITNESS_URL_PATTERN, 'must be an http or https URL without a query')
    .describe('Base URL of the witness, without "/add-checkpoint".'),
  key: text
    .regex(WITNESS_KEY_PATTERN, 'must be the verifier key of a witness')
    .describe('Verifier key of the witness, from its operator.'),
  allow_private: withDefault(z.boolean(), false).describe(
    'Whether the address may belong to a private network. Default: false.',
  ),
});

const auditLog = z.union([
  path.transform((given) => ({ path: given, ...DEFAULT_CHECKPOINTS })),
  mapping({
    path: path.describe('Path of the log.'),
    max_bytes: optional(z.int().min(logBytes.least)).describe(
      'Largest size of one file, in bytes: at least 4096. A larger log continues in a new file. Default: no limit.',
    ),
    checkpoint_events: withDefault(z.int().min(checkpointEvents.least), DEFAULT_CHECKPOINTS.checkpoint_events).describe(
      'Number of events after which a checkpoint is signed. Default: 1000.',
    ),
    checkpoint_seconds: withDefault(
      z.int().min(checkpointSeconds.least).max(checkpointSeconds.most),
      DEFAULT_CHECKPOINTS.checkpoint_seconds,
    ).describe('Seconds after which a checkpoint is signed if there are new events: 1 to 2,000,000. Default: 3600.'),
    witnesses: optional(z.array(witness)).describe('Witnesses that cosign the checkpoints. Default: none.'),
  }),
]);

const grant = mapping({
  parent: name.describe('Id of the agent that delegates.'),
  children: z.array(text).describe('Globs over the ids that the agent may give to its children.'),
});

const delegation = mapping({
  max_depth: withDefault(
    z.int().min(delegationDepth.least).max(delegationDepth.most),
    DEFAULT_DELEGATION.max_depth,
  ).describe('Highest number of hops in a delegation chain: 1 to 16. Default: 5.'),
  grants: withDefault(z.array(grant), []).describe(
    'Names of children that allow rules accept, for each parent. Default: none.',
  ),
});

const tickets = mapping({
  audience: withDefault(text.regex(VISIBLE_PATTERN, 'must not be blank'), DEFAULT_TICKETS.audience).describe(
    'Name of the runners that accept the tickets. They share one store of used tickets. Default: agent-safe-runner.',
  ),
  ttl_seconds: withDefault(
    z.int().min(ticketSeconds.least).max(ticketSeconds.most),
    DEFAULT_TICKETS.ttl_seconds,
  ).describe('Lifetime of a ticket, in seconds: 1 to 86,400. Default: 300.'),
});

/** The schema of agent-safe.yaml. Paths are relative to the file. */
export const configSchema = mapping({
  registry: optional(text).describe('Path of the actions: a folder or a file.'),
  policies: optional(text).describe('Path of the policies: a folder or a file.'),
  inventory: optional(text).describe('Path of the targets: a file or a folder.'),
  subjects: optional(text).describe('Path of the subjects that searches can find: a file or a folder. Default: none.'),
  keys: optional(text).describe('Path of the key file. Agents must not be able to read it.'),
  state: optional(text).describe(
    'Path of the shared state: revocations, used tickets, limits, risk and approvals. Default: state.db beside the keys.',
  ),
  issuer: withDefault(text, DEFAULT_ISSUER).describe('Issuer name in tokens. Default: agent-safe.'),
  legacy_tokens: withDefault(z.boolean(), true).describe(
    'Whether tokens of 0.11 are accepted, if its signing key is given. Default: true.',
  ),
  signing_key_env: optional(variable).describe(
    'Environment variable with the signing key of 0.11, which then verifies callers. Default: none.',
  ),
  delegation: withDefault(delegation, { max_depth: DEFAULT_DELEGATION.max_depth, grants: [] }).describe(
    'Rules of delegation between agents.',
  ),
  tickets: withDefault(tickets, DEFAULT_TICKETS).describe('Settings of execution tickets.'),
  rate_limit: optional(rateLimitSchema).describe('Rate limit and circuit breaker of each caller. Default: no limit.'),
  cumulative_risk: optional(cumulativeRiskSchema).describe(
    'Limit of the summed risk of each caller. Default: no limit.',
  ),
  approvals: withDefault(approvalsSchema, approvalsSchema.parse({})).describe(
    'Approvers, and the channels that notify them.',
  ),
  runner: withDefault(runnerSchema, runnerSchema.parse({})).describe('Settings of the runner, which executes tickets.'),
  credential_vault: optional(credentialVaultSchema).describe(
    'Vault that issues the credentials of executions. Default: none.',
  ),
  audit_log: optional(auditLog).describe(
    'Audit log that records every decision: a path, or settings. Default: no log.',
  ),
  audit_shippers: optional(z.array(auditShipperSchema)).describe(
    'Destinations that the audit log is shipped to. Default: none.',
  ),
  authzen: withDefault(authzenSchema, authzenSchema.parse({})).describe('Settings of the AuthZEN API of the server.'),
  server: withDefault(serverSchema, serverSchema.parse({})).describe('Settings of "agent-safe serve".'),
  secret_names: withDefault(z.array(secretName), []).describe(
    'Names of secrets in addition to password, token, api_key and the other names of the built-in list. Their values are redacted. Default: none.',
  ),
  strict: withDefault(z.boolean(), false).describe(
    'Whether every request must name a target of the right type that binds all locating parameters. Actions without a target are exempt. Default: false.',
  ),
  require_verified_callers: withDefault(z.boolean(), false).describe(
    'Whether callers without a valid identity token are denied. Default: false.',
  ),
  ticket_pattern: optional(pattern).describe(
    'Regular expression that the id of a change ticket must match. Default: any text with a letter or a digit.',
  ),
}).superRefine(({ audit_log, audit_shippers }, context) => {
  if (audit_shippers === undefined || audit_shippers.length === 0 || audit_log !== undefined) return;
  report(context, {
    code: 'audit_log_missing',
    message: '"audit_shippers" needs an audit log.',
    fix: 'Add "audit_log" with the path of the log.',
    path: ['audit_shippers'],
  });
});

/** A server that cosigns checkpoints of the audit log. */
export interface WitnessSettings {
  readonly url: string;
  readonly key: string;
  readonly allow_private: boolean;
}

/** Settings of the audit log. */
export interface AuditLogSettings {
  readonly path: string;
  readonly max_bytes?: number;
  readonly checkpoint_events: number;
  readonly checkpoint_seconds: number;
  readonly witnesses?: readonly WitnessSettings[];
}

/** Settings of execution tickets. */
export interface TicketSettings {
  readonly audience: string;
  /** Lifetime in seconds. */
  readonly ttl_seconds: number;
}

export interface Config {
  readonly registry?: string;
  readonly policies?: string;
  readonly inventory?: string;
  readonly subjects?: string;
  readonly keys?: string;
  readonly state?: string;
  readonly issuer: string;
  readonly legacy_tokens: boolean;
  /** Undefined: the environment holds no secret that verifies callers. */
  readonly signing_key_env?: string;
  readonly delegation: DelegationSettings;
  readonly tickets: TicketSettings;
  /** Undefined: no limit. */
  readonly rate_limit?: RateLimit;
  /** Undefined: risk is not summed. */
  readonly cumulative_risk?: CumulativeRisk;
  readonly approvals: ApprovalConfig;
  readonly runner: RunnerSettings;
  readonly credential_vault?: CredentialVaultSettings;
  readonly audit_log?: AuditLogSettings;
  readonly audit_shippers?: readonly AuditShipperSettings[];
  readonly authzen: AuthzenSettings;
  readonly server: ServerSettings;
  /** Names of secrets in addition to the built-in list. */
  readonly secret_names: readonly string[];
  readonly strict: boolean;
  readonly require_verified_callers: boolean;
  readonly ticket_pattern?: string;
}
