import { describeCause, type Refused } from '@agent-safe/core';
import { loadSqlite } from '@agent-safe/core/node';
import { isOurs } from './schema.ts';

/** Checks every page of a copied state file. Nothing is changed. */
export function checkStateFile(path: string): { readonly ok: true } | Refused<'state_damaged'> {
  const refuse = (why: string): Refused<'state_damaged'> => ({
    ok: false,
    code: 'state_damaged',
    reason: `The state file ${path} is damaged: ${why}. Use another backup.`,
  });
  const { DatabaseSync } = loadSqlite();
  try {
    const database = new DatabaseSync(path);
    try {
      if (!isOurs(database)) return refuse('it is not a state file of Agent-Safe');
      const problem = String(database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check);
      if (problem !== 'ok') return refuse(problem);
      // A state has no triggers and views. A trigger could change later writes.
      const added = database.prepare("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')").get();
      return added === undefined ? { ok: true } : refuse(`it has a foreign trigger or view, ${String(added.name)}`);
    } finally {
      database.close();
    }
  } catch (error) {
    return refuse(describeCause(error));
  }
}
