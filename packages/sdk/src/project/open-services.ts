import type { AuditStore } from '@agent-safe/audit';
import { blockingFiles, openAuditLog } from '@agent-safe/audit/append';
import {
  AgentSafeError,
  type ApprovalSettings,
  type AuditDraft,
  DEFAULT_CHECKPOINTS,
  type Revocations,
  type Stores,
} from '@agent-safe/core';
import {
  type AuditLogSettings,
  type KeyRing,
  loadKeys,
  type Settings,
  watchTokenKeys,
} from '@agent-safe/registry/open';
import { completeCumulativeRisk, completeRateLimit, MemoryLimitStore, MemoryRiskStore } from '@agent-safe/risk';
import { sqliteStores } from '@agent-safe/store-sqlite';
import type { VerificationKey } from '@agent-safe/tokens';
import { ApprovalGateway } from '../services/approval-gateway.ts';
import { AuditRecorder } from '../services/audit-recorder.ts';
import type { LimitServices } from '../services/limits.ts';
import { RiskApi } from '../services/risk-api.ts';
import { TokenKeys } from '../services/token-keys.ts';
import { TokenService } from '../services/token-service.ts';
import type { OpenOptions } from './open-options.ts';

/** What settings open, whether or not there are policies to decide by. */
export interface Services {
  readonly keys: KeyRing | undefined;
  readonly recorder: AuditRecorder | undefined;
  readonly tokenService: TokenService;
  readonly limits: LimitServices;
  readonly approvals: ApprovalGateway;
  readonly risk: RiskApi;
  /** What verifies tokens now. */
  readonly tokens: TokenKeys;
  readonly revocations: Revocations;
  /** Undefined where neither stores nor a file for them was given: then this process counts and revokes for itself. */
  readonly stores: Stores | undefined;
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
  | 'legacyTokens'
  | 'onNotifyFailure'
  | 'onShippingFailure'
  | 'rateLimit'
  | 'shortLived'
  | 'signingKey'
  | 'stores'
>;

/**
 * @param trusted verify tokens in place of the keys of the project, of which none is then read
 * @throws AgentSafeError ERR_KEYS_INVALID, ERR_CONFIG_INVALID
 */
export async function openServices(
  settings: Settings,
  options: ServiceOptions,
  trusted?: readonly VerificationKey[],
): Promise<Services> {
  const clock = options.clock ?? Date.now;
  // A process that ends after its answer finds out when it signs: most answers need no key.
  const isShortLived = options.shortLived === true;
  const file = trusted === undefined ? settings.keys : undefined;
  const keys = file === undefined ? undefined : loadKeys(file, { arePairsTried: !isShortLived });
  const own = keys?.tokens ?? [];
  const read = file === undefined || isShortLived ? () => own : watchTokenKeys(file, own);
  const secret = { signingKey: options.signingKey, legacyTokens: options.legacyTokens ?? settings.legacyTokens };
  const tokens = new TokenKeys(read, secret, trusted);
  const recorder = await openRecorder(settings, keys, options, clock);
  const record = recorder === undefined ? undefined : (drafts: readonly AuditDraft[]) => recorder.record(drafts);
  const isOwn = options.stores === undefined;
  const stores = options.stores ?? openDefaultStores(settings, clock);
  const { delegation, issuer, tickets } = settings;
  const revocations = stores?.revocations ?? (await openMemory(clock));
  const tokenService = new TokenService({
    keys: tokens,
    maskKey: keys?.mask,
    issuer,
    delegation,
    tickets,
    revocations,
    clock,
    record,
  });
  const limits = openLimits(settings, options, stores);
  const approvals = await openApprovals({ settings, options, keys, recorder, stores, tokenService, clock });
  const requirement = () => approvals.requirement();
  const risk = new RiskApi({ tokenService, limits, requirement, record, clock });
  const close = async () => {
    await approvals.close();
    await recorder?.close();
    if (isOwn) await stores?.close();
  };
  return { keys, recorder, tokenService, limits, approvals, risk, tokens, revocations, stores, clock, close };
}

/** The stores that the settings name: a SQLite file of this machine. */
function openDefaultStores({ state }: Settings, clock: () => number): Stores | undefined {
  return state === undefined ? undefined : sqliteStores(state, { clock });
}

/** @throws AgentSafeError ERR_CONFIG_INVALID for an option that is none */
function openLimits(
  settings: Settings,
  { cumulativeRisk, rateLimit }: ServiceOptions,
  stores: Stores | undefined,
): LimitServices {
  return {
    rateLimit:
      rateLimit === undefined ? settings.rateLimit : rateLimit === false ? undefined : completeRateLimit(rateLimit),
    cumulativeRisk:
      cumulativeRisk === undefined
        ? settings.cumulativeRisk
        : cumulativeRisk === false
          ? undefined
          : completeCumulativeRisk(cumulativeRisk),
    // Without stores, this process counts for itself.
    limitStore: stores?.limits ?? new MemoryLimitStore(),
    riskStore: stores?.risks ?? new MemoryRiskStore(),
  };
}

async function openApprovals(given: {
  readonly settings: Settings;
  readonly options: ServiceOptions;
  readonly keys: KeyRing | undefined;
  readonly recorder: AuditRecorder | undefined;
  readonly stores: Stores | undefined;
  readonly tokenService: TokenService;
  readonly clock: () => number;
}): Promise<ApprovalGateway> {
  const { tokenService, clock, keys, options, recorder, settings, stores } = given;
  const { notifiers, ...rest } = options.approvals ?? {};
  // What is left out stays as the settings say, and must not become a default that is less strict.
  const own: Partial<ApprovalSettings> = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined && value !== null),
  );
  const { groups, roles, ...others } = settings.approvals;
  // Whoever names who may approve means those, and not those of the settings as well.
  const people = own.roles === undefined && own.groups === undefined ? { groups, roles } : {};
  const all = { ...others, ...people, ...own };
  const approvals = new ApprovalGateway({
    // A file's were read by its schema.
    settings: options.approvals === undefined ? all : await readSettings(all),
    notifiers: notifiers ?? settings.notifiers,
    onNotifyFailure: options.onNotifyFailure,
    stores,
    log: recorder === undefined ? undefined : { reader: recorder.log, record: (drafts) => recorder.record(drafts) },
    keys: keys?.approvals ?? [],
    tokenService,
    clock,
  });
  // A process that ends after its answer finds out when it tells somebody.
  if (options.shortLived !== true) await approvals.prepare();
  return approvals;
}

async function readSettings(given: Partial<ApprovalSettings>): Promise<ApprovalSettings> {
  const { readApprovalSettings } = await import('../lazy/approvals.ts');
  return readApprovalSettings(given);
}

/** Without stores, what is revoked is revoked in this process alone. */
async function openMemory(clock: () => number): Promise<Revocations> {
  const { MemoryRevocations } = await import('../lazy/tokens.ts');
  return new MemoryRevocations({ clock });
}

async function openRecorder(
  { auditLog, auditShippers }: Settings,
  keys: KeyRing | undefined,
  options: ServiceOptions,
  clock: () => number,
): Promise<AuditRecorder | undefined> {
  const shippers = options.auditShippers ?? auditShippers;
  if (!Array.isArray(shippers)) throw new AgentSafeError('ERR_CONFIG_INVALID', 'auditShippers must be a list.');
  const log = options.audit ?? openDefaultLog(auditLog, options.shortLived === true, clock);
  if (log === undefined && shippers.length > 0) {
    throw new AgentSafeError('ERR_CONFIG_INVALID', 'There is no audit log to ship. Give "audit_log" its path.');
  }
  if (log === undefined) return undefined;
  return AuditRecorder.open({
    log,
    isOwn: options.audit === undefined,
    settings: auditLog ?? DEFAULT_CHECKPOINTS,
    checkpointKeys: keys?.checkpoints ?? [],
    shippers,
    onShippingFailure: options.onShippingFailure,
  });
}

/** The log that the settings name: a file of this machine. */
function openDefaultLog(
  settings: AuditLogSettings | undefined,
  isShortLived: boolean,
  clock: () => number,
): AuditStore | undefined {
  if (settings === undefined) return undefined;
  const files = isShortLived ? { files: blockingFiles } : {};
  return openAuditLog(settings.path, { maxBytes: settings.max_bytes, clock, ...files });
}
