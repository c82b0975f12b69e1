import type { LogFacts, RebuiltState, RecordedAccount } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';
import { putRevocation, subjectOf } from './revocations.ts';

/** Tables whose content a rebuild takes from the logs, or removes. Limits and encrypted states of executions stay. */
const REPLACED = [
  'announcements',
  'approvals',
  'identity',
  'logs',
  'nonces',
  'notices',
  'revocation_changes',
  'revocations',
];

/** Replaces the content of a state within a transaction. */
export function replaceContent(file: DatabaseFile, content: RebuiltState, logs: readonly LogFacts[]): void {
  const state = String(file.statement('SELECT state FROM identity ORDER BY rowid').get()?.state);
  for (const table of REPLACED) file.statement(`DELETE FROM ${table}`).run();
  file.statement('INSERT INTO identity VALUES (?, ?)').run(state, Math.ceil(content.ticketsUntil));
  for (const revocation of content.revocations) {
    putRevocation(file, { ...revocation, subject: subjectOf(revocation) });
  }
  const use = file.statement('INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const { expires_at, nonce } of content.tickets) use.run(nonce, Math.ceil(expires_at));
  replaceAccounts(file, content.accounts);
  const know = file.statement('INSERT INTO logs (id, name, facts, recorded) VALUES (?, ?, ?, ?)');
  for (const { count, id, name } of logs) know.run(id || null, name, count, content.revocations.length);
}

/**
 * Ends all sessions, and removes accounts of another version than the log has: an older copy may have roles that were taken away, or a
 * password or secret that was replaced.
 */
function replaceAccounts(file: DatabaseFile, recorded: readonly RecordedAccount[]): void {
  const current = new Map(recorded.map(({ event_id, id, kind }) => [JSON.stringify([kind, id]), event_id]));
  const rows = file.statement('SELECT kind, id, document FROM accounts').all();
  const remove = file.statement('DELETE FROM accounts WHERE kind = ? AND id = ?');
  for (const { document, id, kind } of rows as unknown as readonly AccountRow[]) {
    const { event_id } = JSON.parse(document) as { readonly event_id?: string };
    const known = current.get(JSON.stringify([kind, id]));
    if (event_id === undefined || event_id !== known) remove.run(kind, id);
  }
}

interface AccountRow {
  readonly kind: string;
  readonly id: string;
  readonly document: string;
}
