import { existsSync } from 'node:fs';
import { type AuditStore, openAuditLog } from '@agent-safe/audit';
import { type LogFacts, quote, type Refused } from '@agent-safe/core';

/** A log to read, with its identity. */
export interface FoundLog {
  readonly log: AuditStore;
  readonly facts: LogFacts;
  /** Whether this call opened the log. */
  readonly isOpened: boolean;
}

export type FoundLogs = { readonly ok: true; readonly logs: readonly FoundLog[] } | Refused<'log_missing'>;

/**
 * Finds every log that shares a state: the log of the project, the given logs, and the logs that the state knows.
 *
 * @param known logs that the state knows, as far as it can be read
 * @param without names of known logs that are lost
 */
export async function findLogs(
  own: AuditStore,
  named: readonly string[],
  known: readonly LogFacts[],
  without: readonly string[],
): Promise<FoundLogs> {
  const found: FoundLog[] = [];
  const add = async (log: AuditStore, isOpened: boolean): Promise<boolean> => {
    const facts = await log.stateFacts?.();
    const isNew =
      facts !== undefined && !found.some((each) => each.facts.name === facts.name || isSame(each.facts, facts));
    if (isNew) found.push({ log, facts, isOpened });
    else if (isOpened) await log.close();
    return isNew;
  };
  await add(own, false);
  for (const path of named) {
    if (!existsSync(path)) return missing(`There is no audit log at ${path}. Check the path.`);
    await add(openAuditLog(path), true);
  }
  for (const { count, id, name } of known) {
    if (count === 0 || without.includes(name) || found.some(({ facts }) => isSame(facts, { id, name, count })))
      continue;
    if (existsSync(name)) {
      const log = openAuditLog(name);
      const facts = await log.stateFacts?.();
      if (facts !== undefined && isSame(facts, { id, name, count })) {
        found.push({ log, facts, isOpened: true });
        continue;
      }
      await log.close();
    }
    const advice = 'If it was moved, name its new path with --log. If it is lost, name this path with --without.';
    return missing(`The state also belongs to the audit log ${quote(name)}, which is not there. ${advice}`);
  }
  return { ok: true, logs: found };
}

function isSame(left: LogFacts, right: LogFacts): boolean {
  return left.id !== undefined && left.id !== '' && left.id === right.id;
}

function missing(reason: string): Refused<'log_missing'> {
  return { ok: false, code: 'log_missing', reason };
}
