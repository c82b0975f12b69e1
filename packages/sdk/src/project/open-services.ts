import type { AuditStore } from '@agent-safe/audit';
import { type BoundState, bindState } from '@agent-safe/audit/append';
import {
  type AccountServices,
  AgentSafeError,
  type ApprovalSettings,
  type AuditDraft,
  DEFAULT_CHECKPOINTS,
  makeSecretNames,
  type PolicyRule,
  type Revocations,
  SECRET_NAMES,
  type Stores,
} from '@agent-safe/core';
import type { Current } from '@agent-safe/core/options';
import { type Settings, watchKeys, watchNamedKeys } from '@agent-safe/registry/open';
import type { VerificationKey } from '@agent-safe/tokens';
import { ApprovalGateway } from '../services/approval-gateway.ts';
import { AuditRecorder } from '../services/audit-recorder.ts';
import { openVerifiers } from '../services/checkpoint-keys.ts';
import type { LimitServices } from '../services/limits.ts';
import { ProjectKeys } from '../services/project-keys.ts';
import { RiskApi } from '../services/risk-api.ts';
import { readSharedSecret } from '../services/shared-secret.ts';
import { StateApi } from '../services/state/state-api.ts';
import { TokenKeys } from '../services/token-keys.ts';
import { TokenService } from '../services/token-service.ts';
import type { OpenOptions } from './open-options.ts';
import { logAnchors, openDefaultLog, openDefaultStores } from './open-ports.ts';

/** The services of a project that depend on its settings and not on its policies. */
export interface Services {
  /** The services for the accounts of the server. Undefined if no stores have accounts. */
  readonly accounts: AccountServices | undefined;
  readonly keys: ProjectKeys;
  readonly recorder: AuditRecorder | undefined;
  readonly tokenService: TokenService;
  readonly limits: LimitServices;
  readonly approvals: ApprovalGateway;
  readonly risk: RiskApi;
  readonly state: StateApi;
  /** The keys that currently verify tokens. */
  readonly tokens: TokenKeys;
  readonly revocations: Revocations;
  /**
   * Undefined if no stores and no state file are configured. Limits and revocations then apply to this process only.
   */
  readonly stores: Stores | undefined;
  /** The state with the log that records its facts. Undefined if they cannot be compared, as in memory. */
  readonly bound: BoundState | undefined;
  readonly clock: () => number;
  readonly close: () => Promise<void>;
}

type ServiceOptions = Pick<
  OpenOptions,
  | 'approvals'
  | 'audit'
  | 'auditShippers'
  | 'clock'
  | 'cumulativeRisk'
  | 'keys'
  | 'legacyTokens'
  | 'onNotifyFailure'
  | 'onShippingFailure'
  | 'rateLimit'
  | 'shortLived'
  | 'signingKey'
  | 'stores'
>;

/**
 * @param readRules returns the rules of the policies, which say who approves. Called only when this matters beyond one decision
 * @param trusted keys that verify tokens instead of the keys of the project, which are not read
 * @throws AgentSafeError ERR_KEYS_INVALID, ERR_CONFIG_INVALID
 */
export async function openServices(
  settings: Settings,
  options: ServiceOptions,
  trusted?: Current<readonly VerificationKey[]>,
  readRules: () => Promise<readonly PolicyRule[]> = async () => [],
): Promise<Services> {
  const clock = options.clock ?? Date.now;
  // A short-lived process checks the key pair when it signs, because most answers need no key.
  const isShortLived = options.shortLived === true;
  const file = trusted === undefined ? settings.keys : undefined;
  const watched = file === undefined ? undefined : watchKeys(file, { arePairsTried: !isShortLived, clock });
  const isNamed = trusted === undefined && !isShortLived;
  const keys = new ProjectKeys(watched, isNamed ? await watchNamedKeys(settings, options, { clock }) : undefined);
  // Given public keys replace all keys of the project.
  const signingKey = options.signingKey ?? (trusted === undefined ? readSharedSecret(settings) : undefined);
  const secret = { signingKey, legacyTokens: options.legacyTokens ?? settings.legacyTokens };
  const tokens = new TokenKeys(keys, secret, trusted);
  const isOwn = options.stores === undefined;
  const ownStores = options.stores ?? openDefaultStores(settings, clock);
  const anchors = logAnchors(settings, ownStores, () => keys.ring.checkpoints);
  const log = options.audit ?? openDefaultLog(settings, isShortLived, clock, anchors);
  const bound = log === undefined ? undefined : bindState(log, ownStores);
  const stores = bound?.stores ?? ownStores;
  const recorder = await openRecorder(settings, keys, options, { log, sink: bound });
  const record = recorder === undefined ? undefined : (drafts: readonly AuditDraft[]) => recorder.record(drafts);
  const { delegation, issuer, tickets } = settings;
  const revocations = stores?.revocations ?? (await openMemory(clock));
  const tokenService = new TokenService({
    keys: tokens,
    maskKey: () => keys.ring.mask,
    secretNames: settings.secretNames.length === 0 ? SECRET_NAMES : makeSecretNames(settings.secretNames),
    issuer,
    delegation,
    tickets,
    revocations,
    clock,
    record,
    ...(bound === undefined ? {} : { checkState: () => bound.check() }),
  });
  // A server tries again, so a failure must leave no timer and no file open.
  const closeOpen = async (error: unknown): Promise<never> => {
    await recorder?.close();
    if (isOwn) await stores?.close();
    throw error;
  };
  const limits = await openLimits(settings, options, stores).catch(closeOpen);
  const common = { settings, options, keys, recorder, stores, tokenService, clock };
  const approvals = await openApprovals(common).catch(closeOpen);
  const requirements = async () => approvals.requirements(await readRules());
  const risk = new RiskApi({ tokenService, limits, requirements, record, clock });
  const verifiers = async () => openVerifiers(keys.requireCheckpoints());
  const state = new StateApi({
    log,
    facts: ownStores?.facts,
    limits,
    verifiesCallers: () => tokenService.verifiesCallers,
    verifiers,
    clock,
  });
  const close = async () => {
    await approvals.close();
    await recorder?.close();
    if (isOwn) await stores?.close();
  };
  const accounts: AccountServices | undefined = stores?.accounts && {
    store: stores.accounts,
    revocations,
    revoke: (subject) => tokenService.revoke(subject),
    lift: (agent) => tokenService.lift(agent),
    record,
    clock,
  };
  return {
    accounts,
    keys,
    recorder,
    tokenService,
    limits,
    approvals,
    risk,
    tokens,
    revocations,
    stores,
    bound,
    state,
    clock,
    close,
  };
}

/** @throws AgentSafeError ERR_CONFIG_INVALID for a malformed option */
async function openLimits(
  settings: Settings,
  { cumulativeRisk, rateLimit }: ServiceOptions,
  stores: Stores | undefined,
): Promise<LimitServices> {
  if (stores !== undefined && cumulativeRisk === undefined && rateLimit === undefined) {
    const { cumulativeRisk: risk, rateLimit: rate } = settings;
    return { rateLimit: rate, cumulativeRisk: risk, limitStore: stores.limits, riskStore: stores.risks };
  }
  const lazy = await import('../lazy/limits.ts');
  return {
    rateLimit:
      rateLimit === undefined
        ? settings.rateLimit
        : rateLimit === false
          ? undefined
          : lazy.completeRateLimit(rateLimit),
    cumulativeRisk:
      cumulativeRisk === undefined
        ? settings.cumulativeRisk
        : cumulativeRisk === false
          ? undefined
          : lazy.completeCumulativeRisk(cumulativeRisk),
    // Without stores, limits apply to this process only.
    limitStore: stores?.limits ?? new lazy.MemoryLimitStore(),
    riskStore: stores?.risks ?? new lazy.MemoryRiskStore(),
  };
}

async function openApprovals(given: {
  readonly settings: Settings;
  readonly options: ServiceOptions;
  readonly keys: ProjectKeys;
  readonly recorder: AuditRecorder | undefined;
  readonly stores: Stores | undefined;
  readonly tokenService: TokenService;
  readonly clock: () => number;
}): Promise<ApprovalGateway> {
  const { tokenService, clock, keys, options, recorder, settings, stores } = given;
  const { notifiers, ...rest } = options.approvals ?? {};
  // Members that are left out keep the value of the settings. A default could be less strict.
  const own: Partial<ApprovalSettings> = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined && value !== null),
  );
  const { groups, roles, ...others } = settings.approvals;
  // If the options name roles or groups of approvers, those of the settings do not apply.
  const people = own.roles === undefined && own.groups === undefined ? { groups, roles } : {};
  const all = { ...others, ...people, ...own };
  const approvals = new ApprovalGateway({
    // Settings of a file have been checked by its schema.
    settings: options.approvals === undefined ? all : await readSettings(all),
    notifiers: notifiers ?? settings.notifiers,
    onNotifyFailure: options.onNotifyFailure,
    stores,
    log: recorder === undefined ? undefined : { reader: recorder.log, record: (drafts) => recorder.record(drafts) },
    keys: () => keys.ring.approvals,
    tokenService,
    clock,
  });
  // A short-lived process opens notifiers on first use.
  if (options.shortLived !== true) await approvals.prepare();
  return approvals;
}

async function readSettings(given: Partial<ApprovalSettings>): Promise<ApprovalSettings> {
  const { readApprovalSettings } = await import('../lazy/approvals.ts');
  return readApprovalSettings(given);
}

/** Without stores, a revocation applies to this process only. */
async function openMemory(clock: () => number): Promise<Revocations> {
  const { MemoryRevocations } = await import('../lazy/tokens.ts');
  return new MemoryRevocations({ clock });
}

async function openRecorder(
  { auditLog, auditShippers }: Settings,
  keys: ProjectKeys,
  options: ServiceOptions,
  { log, sink }: { readonly log: AuditStore | undefined; readonly sink: BoundState | undefined },
): Promise<AuditRecorder | undefined> {
  const shippers = options.auditShippers ?? auditShippers;
  if (!Array.isArray(shippers))
    throw new AgentSafeError(
      'ERR_CONFIG_INVALID',
      'The option "auditShippers" is not a list. Give a list of destinations.',
    );
  if (log === undefined && shippers.length > 0) {
    throw new AgentSafeError('ERR_CONFIG_INVALID', 'There is no audit log to ship. Set "audit_log" to its path.');
  }
  if (log === undefined) return undefined;
  return AuditRecorder.open({
    log,
    sink,
    isOwn: options.audit === undefined,
    // A program may give the log of the settings, which it opened itself.
    isFile: options.audit === undefined || log.name === auditLog?.path,
    settings: auditLog ?? DEFAULT_CHECKPOINTS,
    keys,
    shippers,
    onShippingFailure: options.onShippingFailure,
  });
}
