import { dirname, join, resolve } from 'node:path';
import {
  AgentSafeError,
  type ApprovalSettings,
  type CumulativeRisk,
  DEFAULT_APPROVALS,
  DEFAULT_ISSUER,
  type DelegationSettings,
  type RateLimit,
} from '@agent-safe/core';
import type {
  AuditLogSettings,
  AuditShipperSettings,
  AuthzenSettings,
  CredentialVaultSettings,
  NotifierSettings,
  RunnerSettings,
  ServerSettings,
  TicketSettings,
} from '@agent-safe/schemas';
import { mergeAuditLog } from './audit-log-settings.ts';
import { CONFIG_FILE } from './find-config.ts';
import type { LoadedConfig } from './loaded-config.ts';
import { DEFAULT_RUNNER } from './runner-settings.ts';
import { mergeDelegation, mergeSecretNames, mergeTickets, refuseWrongText } from './token-settings.ts';

/** Options of a program, which override the configuration file. Paths are relative to `cwd`. */
export interface SettingsOptions {
  /** A file; false for none. Default: agent-safe.yaml, searched from `cwd` upwards. */
  readonly config?: string | false | undefined;
  readonly cwd?: string | undefined;
  readonly registry?: string | undefined;
  readonly policies?: string | undefined;
  readonly inventory?: string | undefined;
  /** File or folder of the subjects that searches can find. */
  readonly subjects?: string | undefined;
  readonly keys?: string | undefined;
  /** Path of the audit log, or its settings; false records nothing. */
  readonly auditLog?: string | Partial<AuditLogSettings> | false | undefined;
  /** File of the state that processes share: revocations, used tickets, limits, risk and approvals. */
  readonly state?: string | undefined;
  /** Issuer name of tokens. */
  readonly issuer?: string | undefined;
  readonly delegation?: Partial<DelegationSettings> | undefined;
  readonly tickets?: Partial<TicketSettings> | undefined;
  /** Names of secrets in addition to the built-in list. They replace `secret_names` of the file. */
  readonly secretNames?: readonly string[] | undefined;
  readonly strict?: boolean | undefined;
  readonly requireVerifiedCallers?: boolean | undefined;
  readonly ticketPattern?: string | undefined;
}

/** Settings with absolute paths and all defaults. */
export interface Settings {
  readonly configFile: string | undefined;
  readonly registry: string | undefined;
  readonly policies: string | undefined;
  readonly inventory: string | undefined;
  readonly subjects: string | undefined;
  readonly keys: string | undefined;
  /** Undefined if decisions are not recorded. */
  readonly auditLog: AuditLogSettings | undefined;
  readonly auditShippers: readonly AuditShipperSettings[];
  /** Default: `state.db` next to the key file. Undefined without keys. */
  readonly state: string | undefined;
  readonly issuer: string;
  /** Whether tokens of 0.11 are accepted, if its signing key is given. */
  readonly legacyTokens: boolean;
  /** Environment variable with the signing key of 0.11. Undefined: none verifies callers. */
  readonly signingKeyVariable: string | undefined;
  readonly delegation: DelegationSettings;
  readonly tickets: TicketSettings;
  /** Undefined if no rate limit is configured. */
  readonly rateLimit: RateLimit | undefined;
  /** Undefined if risk is not accumulated. */
  readonly cumulativeRisk: CumulativeRisk | undefined;
  readonly approvals: ApprovalSettings;
  readonly notifiers: readonly NotifierSettings[];
  readonly runner: RunnerSettings;
  /** Undefined if no vault issues credentials. */
  readonly credentialVault: CredentialVaultSettings | undefined;
  /** Undefined without a configuration file. */
  readonly authzen: AuthzenSettings | undefined;
  /** Undefined without a configuration file. */
  readonly server: ServerSettings | undefined;
  /** Names of secrets in addition to the built-in list. */
  readonly secretNames: readonly string[];
  readonly strict: boolean;
  readonly requireVerifiedCallers: boolean;
  readonly ticketPattern: string | undefined;
}

/** Merges options and configuration. An option overrides the setting of the file. */
export function mergeSettings(options: SettingsOptions, config: LoadedConfig | undefined, cwd: string): Settings {
  const path = (key: 'registry' | 'policies' | 'inventory' | 'subjects' | 'keys' | 'state') => {
    const option = options[key];
    return option === undefined ? config?.[key] : resolve(cwd, option);
  };
  // An empty path would mean the working directory.
  refuseWrongText('state', options.state);
  refuseWrongText('issuer', options.issuer);
  const keys = path('keys');
  const { notifiers, ...approvals } = config?.approvals ?? { ...DEFAULT_APPROVALS, notifiers: [] };
  return {
    configFile: config?.file,
    registry: path('registry'),
    policies: path('policies'),
    inventory: path('inventory'),
    subjects: path('subjects'),
    keys,
    auditLog: mergeAuditLog(options.auditLog, config?.audit_log, cwd),
    auditShippers: config?.audit_shippers ?? [],
    // A default path, because processes without the setting must still share revocations.
    state: path('state') ?? (keys === undefined ? undefined : join(dirname(keys), 'state.db')),
    issuer: options.issuer ?? config?.issuer ?? DEFAULT_ISSUER,
    legacyTokens: config?.legacy_tokens ?? true,
    signingKeyVariable: config?.signing_key_env,
    delegation: mergeDelegation(options.delegation, config?.delegation),
    tickets: mergeTickets(options.tickets, config?.tickets),
    rateLimit: config?.rate_limit,
    cumulativeRisk: config?.cumulative_risk,
    approvals,
    notifiers,
    runner: config?.runner ?? DEFAULT_RUNNER,
    credentialVault: config?.credential_vault,
    authzen: config?.authzen,
    server: config?.server,
    secretNames: mergeSecretNames(options.secretNames, config?.secret_names),
    strict: options.strict ?? config?.strict ?? false,
    requireVerifiedCallers: options.requireVerifiedCallers ?? config?.require_verified_callers ?? false,
    ticketPattern: options.ticketPattern ?? config?.ticket_pattern,
  };
}

/**
 * Returns the settings, which must name registry and policies.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND without a configuration, ERR_CONFIG_INVALID if it lacks the paths
 */
export function requirePaths(settings: Settings): Settings & { readonly registry: string; readonly policies: string } {
  const { configFile, policies, registry } = settings;
  if (registry !== undefined && policies !== undefined) return { ...settings, registry, policies };
  const lacking = [registry === undefined ? 'registry' : [], policies === undefined ? 'policies' : []]
    .flat()
    .join(' and ');
  if (configFile === undefined) {
    const summary = `No ${CONFIG_FILE} was found here or in a folder above, and no path of ${lacking} was given. Run "agent-safe init", or give the paths: --registry PATH --policies PATH.`;
    throw new AgentSafeError('ERR_CONFIG_NOT_FOUND', summary);
  }
  throw new AgentSafeError(
    'ERR_CONFIG_INVALID',
    `The configuration lacks the path of ${lacking}: ${configFile}. Add the path.`,
  );
}
