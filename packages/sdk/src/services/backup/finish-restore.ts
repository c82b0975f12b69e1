import { redactText } from '@agent-safe/audit/append';
import type { AuditReader, BackupRestoredFields, Refused } from '@agent-safe/core';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import type { Settings } from '@agent-safe/registry/open';
import type { OpenOptions } from '../../project/open-options.ts';
import { openServices, type Services } from '../../project/open-services.ts';
import { readText } from '../state/read-fields.ts';
import { readRecordedState } from '../state/recorded-state.ts';
import { longestWindow, replayLimits } from '../state/replay-limits.ts';
import type { RestoreCode, RestoreOptions } from './backup-types.ts';

export type FinishResult =
  | {
      readonly ok: true;
      readonly event_id: string;
      readonly tickets_until: string | null;
      readonly canceled: readonly string[];
    }
  | Refused<RestoreCode>;

export interface Finish {
  readonly fields: Omit<BackupRestoredFields, 'reason'>;
  /** Whether the state must be rebuilt in any case: the log may lack events that were recorded after the backup. */
  readonly isOutdated: boolean;
  /** Whether an earlier run of the command was interrupted, and may have recorded the restore. */
  readonly isResumed: boolean;
}

/**
 * Records the restore in the log, and rebuilds the state from the log. Until then, the state is refused.
 *
 * @param project the options that `AgentSafe.open` takes
 */
export async function finishRestore(
  { fields, isOutdated, isResumed }: Finish,
  settings: Settings,
  project: OpenOptions,
  { logs, reason, without }: RestoreOptions,
): Promise<FinishResult> {
  const text = redactText(reason ?? 'A backup was restored.');
  const services = await openServices(settings, { ...project, auditShippers: [], shortLived: true });
  try {
    const event_id = await record(services, { reason: text, ...fields }, isResumed);
    if (!isOutdated && (await hasEveryFact(services))) {
      await recountLimits(services);
      return { ok: true, event_id, tickets_until: null, canceled: [] };
    }
    const rebuilt = await services.state.rebuild({
      reason: `${text} The backup is of ${fields.created_at}.`,
      ...(logs === undefined ? {} : { logs }),
      ...(without === undefined ? {} : { without }),
    });
    if (rebuilt.ok) return { ok: true, event_id, tickets_until: rebuilt.tickets_until, canceled: rebuilt.canceled };
    const { code } = rebuilt;
    const advice = 'All requests are denied until you run the same "agent-safe restore" again.';
    return {
      ok: false,
      code,
      reason: `The files were restored, but the state was not rebuilt. ${rebuilt.reason} ${advice}`,
    };
  } catch (error) {
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    return {
      ok: false,
      code: 'restore_failed',
      reason: `The restore is not complete: ${why} Run the same command again.`,
    };
  } finally {
    await services.close();
  }
}

/** Whether the state has every fact that the log has recorded, so that it can be used as it is. */
async function hasEveryFact({ bound }: Services): Promise<boolean> {
  try {
    await bound?.check();
    return true;
  } catch (error) {
    if (error instanceof AgentSafeError && error.code === 'ERR_STORE_UNAVAILABLE') return false;
    throw error;
  }
}

/** Counts recorded requests again, so that a restored state does not refund them. */
async function recountLimits({ clock, limits, recorder, stores, tokenService }: Services): Promise<void> {
  if (recorder === undefined || stores?.facts === undefined) return;
  const window = longestWindow(limits, tokenService.verifiesCallers);
  const { counted } = await readRecordedState(recorder.log, clock(), window);
  await stores.facts.forgetLimits();
  await replayLimits(counted, limits, tokenService.verifiesCallers);
}

/** Records the restore once, also if the command runs again after a crash. @returns the id of the event */
async function record({ recorder }: Services, fields: BackupRestoredFields, isResumed: boolean): Promise<string> {
  if (recorder === undefined) throw new AgentSafeError('ERR_CONFIG_INVALID', 'There is no audit log.');
  const known = isResumed ? await findRestore(recorder.log, fields.manifest) : undefined;
  if (known !== undefined) return known;
  const [receipt] = await recorder.record([{ event_type: 'backup_restored', fields }]);
  return receipt?.event_id ?? '';
}

/** @returns the id of the event that records the restore of a backup; undefined if it is not recorded, or the state was rebuilt since */
async function findRestore(log: Pick<AuditReader, 'readBackwards'>, manifest: string): Promise<string | undefined> {
  for await (const line of log.readBackwards({ types: ['backup_restored', 'state_rebuilt'] })) {
    if (!('event' in line)) continue;
    const { event } = line;
    const isSame = event.event_type === 'backup_restored' && event.manifest === manifest;
    return isSame ? readText(event.event_id) : undefined;
  }
  return undefined;
}
