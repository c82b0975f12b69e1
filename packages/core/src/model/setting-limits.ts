import { DEFAULT_AUDIENCE } from './token-defaults.ts';

/** The lowest and highest values of settings, in files and in options. */
export const SETTING_LIMITS = {
  /** Every duration; at most one year. */
  seconds: { least: 0.001, most: 31_536_000 },
  quorum: { least: 1, most: 100 },
  /** High enough that one request reaches any threshold, and low enough that a sum of scores is exact. */
  riskScore: { least: 0, most: 1_000_000_000 },
  delegationDepth: { least: 1, most: 16 },
  ticketSeconds: { least: 1, most: 86_400 },
  nameLength: { most: 256 },
  logBytes: { least: 4_096 },
  checkpointEvents: { least: 1 },
  /** Timers of Node cannot wait longer. */
  checkpointSeconds: { least: 1, most: 2_000_000 },
  /** Events in one request to a webhook. */
  webhookBatch: { least: 1, most: 1_000 },
  port: { least: 1, most: 65_535 },
} as const;

/** The name of a thing: one line without white space around it. */
export const NAME_PATTERN = /^[^\s\p{Cc}\p{Cf}](?:[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*[^\s\p{Cc}\p{Cf}])?$/u;

/** Text that is not blank. */
export const VISIBLE_PATTERN = /\S/;

/** The name of an environment variable. */
export const VARIABLE_PATTERN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Words separated by single spaces. */
export const WORDS_PATTERN = /^\S+(?: \S+)*$/;

/** Id of an AWS account. */
export const ACCOUNT_PATTERN = /^\d{12}$/;

/** ARN of an IAM role. */
export const ROLE_ARN_PATTERN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** Address of an HTTP API. */
export const URL_PATTERN = /^https?:\/\/\S+$/;

/** Base URL of a witness, without `/add-checkpoint`. */
export const WITNESS_URL_PATTERN = /^https?:\/\/[^\s?#]+$/;

/** Verifier key of a witness: its name, the id of the key, and the key. */
export const WITNESS_KEY_PATTERN = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/;

export const DEFAULT_RATE_LIMIT = {
  max_requests: 100,
  window_seconds: 60,
  circuit_breaker_threshold: 0,
  circuit_breaker_cooldown_seconds: 300,
} as const;

export const DEFAULT_CUMULATIVE_RISK = {
  window_seconds: 3_600,
  escalation_threshold: 30,
  deny_threshold: 75,
  risk_scores: { low: 1, medium: 5, high: 15, critical: 50 },
} as const;

export const DEFAULT_TICKETS = { audience: DEFAULT_AUDIENCE, ttl_seconds: 300 } as const;

/** A checkpoint is signed after this many events, or after this many seconds if there are new events. */
export const DEFAULT_CHECKPOINTS = { checkpoint_events: 1_000, checkpoint_seconds: 3_600 } as const;

/** The environment variable with the signing secret of webhooks, if the settings name none. */
export const DEFAULT_SECRET_VARIABLE = 'AGENT_SAFE_WEBHOOK_SECRET';

/** Port of a syslog receiver over TLS (RFC 5425). */
export const DEFAULT_SYSLOG_PORT = 6_514;

/** Forms of shipped audit events: the line of the log, or a form of other systems. */
export const AUDIT_FORMATS = ['agent-safe', 'ocsf', 'cloudevents', 'otlp'] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];
