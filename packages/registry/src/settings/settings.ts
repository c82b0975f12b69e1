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
  CredentialVaultSettings,
  NotifierSettings,
  RunnerSettings,
  TicketSettings,
} from '@agent-safe/schemas';
import { mergeAuditLog } from './audit-log-settings.ts';
import { CONFIG_FILE } from './find-config.ts';
import type { LoadedConfig } from './loaded-config.ts';
import { DEFAULT_RUNNER } from './runner-settings.ts';
import { mergeDelegation, mergeTickets, refuseWrongText } from './token-settings.ts';

/** What may be given instead of, or on top of, a configuration file. Paths are relative to `cwd`. */
export interface SettingsOptions {
  /** A file; false for none; where absent, agent-safe.yaml is looked for from `cwd` upwards. */
  readonly config?: string | false | undefined;
  readonly cwd?: string | undefined;
  readonly registry?: string | undefined;
  readonly policies?: string | undefined;
  readonly inventory?: string | undefined;
  readonly keys?: string | undefined;
  /** The file of the audit log, or its settings; false records nothing. */
  readonly auditLog?: string | Partial<AuditLogSettings> | false | undefined;
  /** The file of what processes share: what was revoked, which tickets were used, limits, risk and approvals. */
  readonly state?: string | undefined;
  /** Who issues tokens. */
  readonly issuer?: string | undefined;
  readonly delegation?: Partial<DelegationSettings> | undefined;
  readonly tickets?: Partial<TicketSettings> | undefined;
  readonly strict?: boolean | undefined;
  readonly requireVerifiedCallers?: boolean | undefined;
  readonly ticketPattern?: string | undefined;
}

/** Settings with every path absolute and every default filled in. */
export interface Settings {
  readonly configFile: string | undefined;
  readonly registry: string | undefined;
  readonly policies: string | undefined;
  readonly inventory: string | undefined;
  readonly keys: string | undefined;
  /** Undefined where decisions are not recorded. */
  readonly auditLog: AuditLogSettings | undefined;
  readonly auditShippers: readonly AuditShipperSettings[];
  /** Beside the keys where nothing else is said; undefined where there are none. */
  readonly state: string | undefined;
  readonly issuer: string;
  /** Whether tokens of 0.11 count, where its signing key is given. */
  readonly legacyTokens: boolean;
  readonly delegation: DelegationSettings;
  readonly tickets: TicketSettings;
  /** Undefined where nobody is limited. */
  readonly rateLimit: RateLimit | undefined;
  /** Undefined where risk is not added up. */
  readonly cumulativeRisk: CumulativeRisk | undefined;
  readonly approvals: ApprovalSettings;
  readonly notifiers: readonly NotifierSettings[];
  readonly runner: RunnerSettings;
  /** Undefined where nothing issues credentials. */
  readonly credentialVault: CredentialVaultSettings | undefined;
  readonly strict: boolean;
  readonly requireVerifiedCallers: boolean;
  readonly ticketPattern: string | undefined;
}

/** What counts: an option overrides the setting of the configuration. */
export function mergeSettings(options: SettingsOptions, config: LoadedConfig | undefined, cwd: string): Settings {
  const path = (key: 'registry' | 'policies' | 'inventory' | 'keys' | 'state') => {
    const option = options[key];
    return option === undefined ? config?.[key] : resolve(cwd, option);
  };
  // An empty path would be the working directory.
  refuseWrongText('state', options.state);
  refuseWrongText('issuer', options.issuer);
  const keys = path('keys');
  const { notifiers, ...approvals } = config?.approvals ?? { ...DEFAULT_APPROVALS, notifiers: [] };
  return {
    configFile: config?.file,
    registry: path('registry'),
    policies: path('policies'),
    inventory: path('inventory'),
    keys,
    auditLog: mergeAuditLog(options.auditLog, config?.audit_log, cwd),
    auditShippers: config?.audit_shippers ?? [],
    // Two processes must not disagree about who was revoked because a setting is missing.
    state: path('state') ?? (keys === undefined ? undefined : join(dirname(keys), 'state.db')),
    issuer: options.issuer ?? config?.issuer ?? DEFAULT_ISSUER,
    legacyTokens: config?.legacy_tokens ?? true,
    delegation: mergeDelegation(options.delegation, config?.delegation),
    tickets: mergeTickets(options.tickets, config?.tickets),
    rateLimit: config?.rate_limit,
    cumulativeRisk: config?.cumulative_risk,
    approvals,
    notifiers,
    runner: config?.runner ?? DEFAULT_RUNNER,
    credentialVault: config?.credential_vault,
    strict: options.strict ?? config?.strict ?? false,
    requireVerifiedCallers: options.requireVerifiedCallers ?? config?.require_verified_callers ?? false,
    ticketPattern: options.ticketPattern ?? config?.ticket_pattern,
  };
}

/**
 * The settings without which nothing can be decided.
 *
 * @throws AgentSafeError ERR_CONFIG_NOT_FOUND where there is no configuration, ERR_CONFIG_INVALID where it lacks them
 */
export function requirePaths(settings: Settings): Settings & { readonly registry: string; readonly policies: string } {
  const { configFile, policies, registry } = settings;
  if (registry !== undefined && policies !== undefined) return { ...settings, registry, policies };
  const lacking = [registry === undefined ? 'registry' : [], policies === undefined ? 'policies' : []]
    .flat()
    .join(' and ');
  if (configFile === undefined) {
    const summary = `There is no ${CONFIG_FILE} here or above, and no path of ${lacking} was given. Run "agent-safe init", or give the paths.`;
    throw new AgentSafeError('ERR_CONFIG_NOT_FOUND', summary);
  }
  throw new AgentSafeError(
    'ERR_CONFIG_INVALID',
    `${configFile} does not say where ${lacking} are. Add the paths to it.`,
  );
}
