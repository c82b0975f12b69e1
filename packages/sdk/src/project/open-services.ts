import { AgentSafeError, type ApprovalSettings, type AuditDraft, type Revocations } from '@agent-safe/core';
import { type KeyRing, loadKeys, type Settings, watchTokenKeys } from '@agent-safe/registry/open';
import { completeCumulativeRisk, completeRateLimit, MemoryLimitStore, MemoryRiskStore } from '@agent-safe/risk';
import { MachineState } from '@agent-safe/store-sqlite';
import type { VerificationKey } from '@agent-safe/tokens';
import { Approvals } from '../services/approval-gateway.ts';
import { Recorder } from '../services/audit-recorder.ts';
import type { Restraint } from '../services/standings.ts';
import { TokenKeys } from '../services/token-keys.ts';
import { Authority } from '../services/token-service.ts';
import type { OpenOptions } from './open-options.ts';

/** What settings open, whether or not there are policies to decide by. */
export interface Services {
  readonly keys: KeyRing | undefined;
  readonly recorder: Recorder | undefined;
  readonly authority: Authority;
  readonly restraint: Restraint;
  readonly approvals: Approvals;
  /** What verifies tokens now. */
  readonly tokens: TokenKeys;
  readonly revocations: Revocations;
  /** Undefined where there is no file for it. */
  readonly state: MachineState | undefined;
  readonly clock: () => number;
  readonly close: () => Promise<void>;
}

type ServiceOptions = Pick<
  OpenOptions,
  | 'approvals'
  | 'auditShippers'
  | 'clock'
  | 'cumulativeRisk'
  | 'legacyTokens'
  | 'onNotifyFailure'
  | 'onShippingFailure'
  | 'rateLimit'
  | 'shortLived'
  | 'signingKey'
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
  const state = settings.state === undefined ? undefined : new MachineState(settings.state, clock);
  const { delegation, issuer, tickets } = settings;
  const revocations = state ?? (await openMemory(clock));
  const authority = new Authority({
    keys: tokens,
    maskKey: keys?.mask,
    issuer,
    delegation,
    tickets,
    revocations,
    clock,
    record,
  });
  const restraint = openRestraint(settings, options, state);
  const approvals = await openApprovals({ settings, options, keys, recorder, state, authority, clock });
  const close = async () => {
    await approvals.close();
    await recorder?.close();
    state?.close();
  };
  return { keys, recorder, authority, restraint, approvals, tokens, revocations, state, clock, close };
}

/** @throws AgentSafeError ERR_CONFIG_INVALID for an option that is none */
function openRestraint(
  settings: Settings,
  { cumulativeRisk, rateLimit }: ServiceOptions,
  state: MachineState | undefined,
): Restraint {
  return {
    rateLimit:
      rateLimit === undefined ? settings.rateLimit : rateLimit === false ? undefined : completeRateLimit(rateLimit),
    cumulativeRisk:
      cumulativeRisk === undefined
        ? settings.cumulativeRisk
        : cumulativeRisk === false
          ? undefined
          : completeCumulativeRisk(cumulativeRisk),
    // Without a file, this process counts for itself.
    limits: state?.limits ?? new MemoryLimitStore(),
    risks: state?.risks ?? new MemoryRiskStore(),
  };
}

async function openApprovals(given: {
  readonly settings: Settings;
  readonly options: ServiceOptions;
  readonly keys: KeyRing | undefined;
  readonly recorder: Recorder | undefined;
  readonly state: MachineState | undefined;
  readonly authority: Authority;
  readonly clock: () => number;
}): Promise<Approvals> {
  const { authority, clock, keys, options, recorder, settings, state } = given;
  const { notifiers, ...own } = options.approvals ?? {};
  const { groups, roles, ...others } = settings.approvals;
  // Whoever names who may approve means those, and not those of the settings as well.
  const people = own.roles === undefined && own.groups === undefined ? { groups, roles } : {};
  const all = { ...others, ...people, ...own };
  const approvals = new Approvals({
    // A file's were read by its schema.
    settings: options.approvals === undefined ? all : await readSettings(all),
    notifiers: notifiers ?? settings.notifiers,
    onNotifyFailure: options.onNotifyFailure,
    state,
    log: recorder === undefined ? undefined : { path: recorder.path, record: (drafts) => recorder.record(drafts) },
    keys: keys?.approvals ?? [],
    authority,
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

/** Without a file, what is revoked is revoked in this process alone. */
async function openMemory(clock: () => number): Promise<Revocations> {
  const { MemoryRevocations } = await import('../lazy/tokens.ts');
  return new MemoryRevocations({ clock });
}

async function openRecorder(
  { auditLog, auditShippers }: Settings,
  keys: KeyRing | undefined,
  options: ServiceOptions,
  clock: () => number,
): Promise<Recorder | undefined> {
  const shippers = options.auditShippers ?? auditShippers;
  if (!Array.isArray(shippers)) throw new AgentSafeError('ERR_CONFIG_INVALID', 'auditShippers must be a list.');
  if (auditLog === undefined && shippers.length > 0) {
    throw new AgentSafeError('ERR_CONFIG_INVALID', 'There is no audit log to ship. Give "audit_log" its path.');
  }
  if (auditLog === undefined) return undefined;
  return Recorder.open({
    settings: auditLog,
    checkpointKeys: keys?.checkpoints ?? [],
    shippers,
    onShippingFailure: options.onShippingFailure,
    shortLived: options.shortLived === true,
    clock,
  });
}
