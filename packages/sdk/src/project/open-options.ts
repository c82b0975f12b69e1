import type { OnNotifyFailure } from '@agent-safe/approvals';
import type { AuditStore, DestinationOption, OnShipFailure } from '@agent-safe/audit';
import {
  AgentSafeError,
  type ApprovalSettings,
  type CredentialVault,
  type Executor,
  type RateLimit,
  type Stores,
} from '@agent-safe/core';
import {
  anything,
  boolean,
  type Current,
  callable,
  checkOptions,
  type Members,
  object,
  optional,
  setting,
} from '@agent-safe/core/options';
import { type OpenProjectOptions, type RunnerSettings, runnerShape } from '@agent-safe/registry/open';
import type { CumulativeRiskOptions } from '@agent-safe/risk';
import type { VerificationKey } from '@agent-safe/tokens';
import type { NotifierOption } from '../lazy/notifiers.ts';
import type { SharedSecret } from '../services/token-keys.ts';

/** Options of `safe.runner`. `AgentSafe.open` checks them. */
export interface ExecutionOptions {
  /** Overrides the settings of the same names under `runner` in the configuration. */
  readonly runner?: RunnerSettingsOption | undefined;
  /** Executors in addition to `aws`, `dry-run`, `k8s` and `subprocess`. */
  readonly executors?: readonly Executor[] | undefined;
  /** Replaces `credential_vault` of the configuration; false: no vault. */
  readonly vault?: CredentialVault | false | undefined;
  /** The kubeconfig of `subprocess`. The settings still decide which cluster it must reach. */
  readonly kubeconfig?: string | undefined;
  /** The context of that kubeconfig. */
  readonly context?: string | undefined;
  /** Address of the API of `aws`, such as a server for tests. It replaces `endpoint_url` of every account. */
  readonly endpointUrl?: string | undefined;
  /** AWS profile of `aws`. The settings still decide which account it must reach. */
  readonly profile?: string | undefined;
}

export type RunnerSettingsOption = Partial<RunnerSettings>;

export interface OpenOptions extends OpenProjectOptions, SharedSecret, ExecutionOptions {
  /** The path of a bundle. It replaces registry, policies and inventory. */
  readonly bundle?: string | undefined;
  /** Rate limit and circuit breaker. Replaces `rate_limit` of the configuration; false: no limit. */
  readonly rateLimit?: Partial<RateLimit> | false | undefined;
  /** Limits on cumulative risk. Replaces `cumulative_risk` of the configuration; false: no limit. */
  readonly cumulativeRisk?: CumulativeRiskOptions | false | undefined;
  /**
   * Approvers, lifetime of requests, and notifiers. Each given member overrides the member of `approvals` in the
   * configuration.
   */
  readonly approvals?: ApprovalOptions | undefined;
  /**
   * Called for each notice that could not be sent. By default, the first failure of each notifier becomes a process
   * warning.
   */
  readonly onNotifyFailure?: OnNotifyFailure | undefined;
  /**
   * Stores of revocations, used tickets, limits, risk and approvals. They replace the file that `state` names. Close
   * them yourself, after all objects that use them.
   */
  readonly stores?: Stores | undefined;
  /**
   * The audit log. It replaces the file that `auditLog` names; the checkpoint settings of `auditLog` still apply. Close
   * it yourself, after all objects that use it.
   */
  readonly audit?: AuditStore | undefined;
  /** Destinations to which the audit log is shipped. Replaces `audit_shippers` of the configuration. */
  readonly auditShippers?: readonly DestinationOption[];
  /** Called for each failed attempt to ship. By default, the first failure of an outage becomes a process warning. */
  readonly onShippingFailure?: OnShipFailure;
  /**
   * Whether the process ends after one answer, like a command. It then records with blocking calls, which need no
   * threads. While the disk hangs, such a process gives no answer; other processes answer with a deny.
   */
  readonly shortLived?: boolean;
  /**
   * Public keys that verify callers, or a function that returns the current ones. They replace the keys of the project,
   * so nothing is signed.
   */
  readonly verificationKeys?: Current<readonly VerificationKey[]> | undefined;
  /** Milliseconds since 1970, UTC; the system clock by default. For tests. */
  readonly clock?: () => number;
}

export interface ApprovalOptions extends Partial<ApprovalSettings> {
  readonly notifiers?: readonly NotifierOption[] | undefined;
}

const given = optional(anything);

/** The shapes of the options. Options with the shape `anything` are checked by the package that uses them. */
export const openMembers: Members<OpenOptions> = {
  approvals: given,
  audit: given,
  auditLog: given,
  auditShippers: given,
  bundle: given,
  cache: given,
  clock: optional(callable),
  config: given,
  context: given,
  cumulativeRisk: given,
  cwd: given,
  delegation: given,
  endpointUrl: given,
  executors: given,
  inventory: given,
  issuer: given,
  keys: given,
  kubeconfig: given,
  legacyTokens: setting(boolean),
  onNotifyFailure: optional(callable),
  onShippingFailure: optional(callable),
  policies: given,
  profile: given,
  rateLimit: given,
  registry: given,
  requireVerifiedCallers: setting(boolean),
  runner: optional(runnerShape),
  secretNames: given,
  shortLived: setting(boolean),
  signingKey: given,
  state: given,
  stores: given,
  strict: setting(boolean),
  subjects: given,
  ticketPattern: given,
  tickets: given,
  vault: given,
  verificationKeys: given,
};
const optionsShape = object<OpenOptions>(openMembers);

/** @throws AgentSafeError ERR_CONFIG_INVALID */
export function refuseUnknownOptions(options: OpenOptions): void {
  checkOptions(optionsShape, options, '');
  refuseIncompletePorts(options);
}

const STORES: readonly string[] = [
  'approvals',
  'changes',
  'limits',
  'nonces',
  'notices',
  'revocations',
  'risks',
  'states',
] satisfies (keyof Stores)[];
const AUDIT_METHODS: readonly string[] = [
  'append',
  'exclusively',
  'find',
  'follow',
  'latestVersion',
  'onLate',
  'readBackwards',
  'ship',
  'signCheckpoint',
  'verify',
] satisfies (keyof AuditStore)[];

/** Refuses stores and logs with a missing part. Otherwise the first request that needs the part would fail. */
function refuseIncompletePorts({ audit, stores }: OpenOptions): void {
  const store = stores === undefined ? undefined : findMissing(stores, STORES, 'object');
  if (store !== undefined) {
    throw incomplete('stores', store, 'Open the stores with sqliteStores(path), or give all of', STORES);
  }
  const method = audit === undefined ? undefined : findMissing(audit, AUDIT_METHODS, 'function');
  if (method === undefined) return;
  throw incomplete('audit', method, 'Open the log with openAuditLog(path), or give all of', AUDIT_METHODS);
}

function findMissing(given: unknown, names: readonly string[], type: 'function' | 'object'): string | undefined {
  const parts = new Map(names.map((name) => [name, Object(given)[name] as unknown]));
  return names.find((name) => typeof parts.get(name) !== type || parts.get(name) === null);
}

function incomplete(option: string, missing: string, advice: string, names: readonly string[]): AgentSafeError {
  const summary = `The option "${option}" has no "${missing}". ${advice}: ${names.join(', ')}.`;
  return new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
