import type { LogFacts, RebuiltState } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';
import { subjectOf } from './revocations.ts';

/** Tables whose content a rebuild takes from the logs, or removes. Encrypted states of executions stay. */
const REPLACED = [
  'announcements',
  'approvals',
  'identity',
  'limits',
  'logs',
  'nonces',
  'notices',
  'revocations',
  'risks',
];

/** Replaces the content of a state within a transaction. */
export function replaceContent(file: DatabaseFile, content: RebuiltState, logs: readonly LogFacts[]): void {
  const state = String(file.statement('SELECT state FROM identity ORDER BY rowid').get()?.state);
  for (const table of REPLACED) file.statement(`DELETE FROM ${table}`).run();
  file.statement('INSERT INTO identity VALUES (?, ?)').run(state, Math.ceil(content.ticketsUntil));
  const revoke = file.statement(
    'INSERT INTO revocations (subject, revoked_at, issued_until, changed) VALUES (?, ?, ?, ?)',
  );
  for (const [index, revocation] of content.revocations.entries()) {
    revoke.run(subjectOf(revocation), revocation.revoked_at, revocation.issued_until, index + 1);
  }
  const use = file.statement('INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const { expires_at, nonce } of content.tickets) use.run(nonce, Math.ceil(expires_at));
  const know = file.statement('INSERT INTO logs (id, name, facts, recorded) VALUES (?, ?, ?, ?)');
  for (const { count, id, name } of logs) know.run(id || null, name, count, content.revocations.length);
}
