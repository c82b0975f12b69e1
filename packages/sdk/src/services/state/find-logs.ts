import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type AuditStore, openAuditLog } from '@agent-safe/audit';
import { type LogFacts, type LoggedEvent, quote, type Refused } from '@agent-safe/core';
import { readText } from './read-fields.ts';

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
  // A log that is found here may continue another one.
  for (const each of found) {
    const archived = await findArchived(each, without);
    if (archived === undefined) continue;
    if (!existsSync(archived)) return missing(lostArchive(archived));
    await add(openAuditLog(archived), true);
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

/** Returns the path of the log before a restart, if the state lacked facts of that log. */
async function findArchived({ facts, log }: FoundLog, without: readonly string[]): Promise<string | undefined> {
  if (facts.count === 0) return undefined;
  for await (const event of listRestarts(log)) {
    const { archive, events } = event;
    const path = join(dirname(facts.name), basename(readText(archive)), basename(facts.name));
    // If the log was lost before the restart, its archive is empty.
    const isLost = events === 0 && !existsSync(path);
    return isLost || without.includes(path) ? undefined : path;
  }
  return undefined;
}

/** Yields the restarts of a log while the state lacked facts, also those that were archived since. */
async function* listRestarts(log: AuditStore): AsyncGenerator<LoggedEvent, void, undefined> {
  for await (const line of log.readBackwards({ types: ['log_restarted'] })) {
    if ('event' in line && line.event.state_facts !== undefined) yield line.event;
  }
  const archived = await log.archived?.();
  yield* archived?.facts.filter(({ event_type }) => event_type === 'log_restarted') ?? [];
}

function lostArchive(path: string): string {
  return `The audit log was restarted while the state lacked facts of the archived log ${quote(path)}, which is not there. Put it back. If it is lost, name this path with --without.`;
}

function isSame(left: LogFacts, right: LogFacts): boolean {
  return left.id !== undefined && left.id !== '' && left.id === right.id;
}

function missing(reason: string): Refused<'log_missing'> {
  return { ok: false, code: 'log_missing', reason };
}
