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

/** The options of a runner. `AgentSafe.open` checks them and keeps them for `safe.runner`. */
export interface ExecutionOptions {
  /** Overrides the settings of the same names under `runner` in the configuration. */
  readonly runner?: RunnerSettingsOption | undefined;
  /** Executors beside `dry-run` and `subprocess`, which are always there. */
  readonly executors?: readonly Executor[] | undefined;
  /** Replaces `credential_vault` of the configuration; false: no vault. */
  readonly vault?: CredentialVault | false | undefined;
  /** The kubeconfig of `subprocess`. The cluster it must reach stays as the settings say. */
  readonly kubeconfig?: string | undefined;
  /** The context of that kubeconfig. */
  readonly context?: string | undefined;
}

export type RunnerSettingsOption = Partial<RunnerSettings>;

export interface OpenOptions extends OpenProjectOptions, SharedSecret, ExecutionOptions {
  /** The path of a bundle that decides, in place of registry, policies and inventory. */
  readonly bundle?: string | undefined;
  /** How often a caller may ask, and when it is paused; in place of `rate_limit` of the configuration. False sets no limit. */
  readonly rateLimit?: Partial<RateLimit> | false | undefined;
  /** When the risk of all that a caller does is too much; in place of `cumulative_risk` of the configuration. False adds up nothing. */
  readonly cumulativeRisk?: CumulativeRiskOptions | false | undefined;
  /** Who may approve, for how long, and how approvers are told. Given members override `approvals` of the configuration. */
  readonly approvals?: ApprovalOptions | undefined;
  /** Is told of each try to tell approvers that fails; by default the first of each notifier becomes a warning of the process. */
  readonly onNotifyFailure?: OnNotifyFailure | undefined;
  /**
   * Where revocations, used tickets, limits, risk and approvals are stored, in place of the file that `state` names. Whoever opens
   * the stores closes them, after all that use them.
   */
  readonly stores?: Stores | undefined;
  /**
   * The audit log, in place of the file that `auditLog` names; its settings for checkpoints count all the same. Whoever opens the log
   * closes it, after all that use it.
   */
  readonly audit?: AuditStore | undefined;
  /** Where the audit log is shipped to while it grows; in place of `audit_shippers` of the configuration. */
  readonly auditShippers?: readonly DestinationOption[];
  /** Is told of each try to ship that fails; by default the first of an outage becomes a warning of the process. */
  readonly onShippingFailure?: OnShipFailure;
  /**
   * Whether the process ends after its answer, as a command does: then it records by calls that block, which need no
   * threads. While the disk hangs, such a process gives no answer, and others answer with a deny.
   */
  readonly shortLived?: boolean;
  /** Public keys that verify callers in place of the keys of the project, of which none is then read: nothing is signed. */
  readonly verificationKeys?: readonly VerificationKey[] | undefined;
  /** Milliseconds since 1970, UTC. For tests; the system's clock where it is left out. */
  readonly clock?: () => number;
}

export interface ApprovalOptions extends Partial<ApprovalSettings> {
  readonly notifiers?: readonly NotifierOption[] | undefined;
}

const given = optional(anything);

/** The options by name. Where any value is taken, the package that uses the option reads it. */
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
  executors: given,
  inventory: given,
  issuer: given,
  keys: given,
  kubeconfig: given,
  legacyTokens: setting(boolean),
  onNotifyFailure: optional(callable),
  onShippingFailure: optional(callable),
  policies: given,
  rateLimit: given,
  registry: given,
  requireVerifiedCallers: setting(boolean),
  runner: optional(runnerShape),
  shortLived: setting(boolean),
  signingKey: given,
  state: given,
  stores: given,
  strict: setting(boolean),
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

/** A part that is missing would be noticed at the first request that needs it. */
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
  const summary = `The option ${option} has no "${missing}". ${advice}: ${names.join(', ')}.`;
  return new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
