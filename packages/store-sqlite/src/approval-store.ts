import {
  type ApprovalCreation,
  type ApprovalEntry,
  type ApprovalFilter,
  type ApprovalStore,
  pendingKey,
  requesterOf,
} from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/** Milliseconds after its expiry at which an entry is deleted: 30 days. */
const RETENTION = 2_592_000_000;
/** Maximum number of entries that are deleted with each new entry. More than 1, so that the table shrinks; few, so that it is fast. */
const BATCH = 20;
const MOST_LISTED = 1_000;

/**
 * SQL condition of each member of a filter. The unary plus keeps SQLite from using the indexes of `open_at`: many entries are open, but
 * few have the same digest.
 */
const CONDITIONS = {
  caller: 'caller = ?',
  digest: 'digest = ?',
  open_at: "+expires_at > ? AND +status IN ('pending', 'approved')",
  status: 'status = ?',
} as const;

/**
 * Approval requests, in a table by id. The columns are only for searching. The document is authoritative, and its MAC is verified by the
 * reader.
 */
export class SqliteApprovalStore implements ApprovalStore {
  readonly #file: DatabaseFile;

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  create(entry: ApprovalEntry, mostPending = Number.POSITIVE_INFINITY): Promise<ApprovalCreation> {
    return this.#file.write(() => {
      const known = this.#get(entry.request_id) ?? this.#getPending(entry);
      if (known !== undefined) return { created: false, entry: known };
      if (this.#countPending(entry) >= mostPending) return { created: false, entry: undefined };
      this.#deleteExpired(Date.parse(entry.created_at) - RETENTION);
      this.#file
        .statement(
          `INSERT INTO approvals (request_id, key, requester, digest, caller, status, version, expires_at, document)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          entry.request_id,
          pendingKey(entry),
          requesterOf(entry),
          entry.digest,
          entry.caller,
          entry.status,
          entry.version,
          toNumber(entry.expires_at),
          JSON.stringify(entry),
        );
      return { created: true, entry };
    });
  }

  get(requestId: string): Promise<ApprovalEntry | undefined> {
    return this.#file.read(() => this.#get(requestId));
  }

  async list(filter: ApprovalFilter = {}): Promise<readonly ApprovalEntry[]> {
    const { digest, limit = MOST_LISTED } = filter;
    // Each decision asks for its digest, and most digests have no request.
    if (digest !== undefined && !(await this.#isKnown(digest))) return [];
    const given = Object.entries(CONDITIONS).flatMap(([name, condition]) => {
      const value = filter[name as keyof typeof CONDITIONS];
      return value === undefined ? [] : [{ condition, value }];
    });
    const where = given.length === 0 ? '' : `WHERE ${given.map(({ condition }) => condition).join(' AND ')}`;
    const query = `SELECT request_id, document FROM approvals ${where} ORDER BY sequence LIMIT ?`;
    return this.#file.read(() => {
      const rows = this.#file.statement(query).all(...given.map(({ value }) => value), limit);
      return rows.map(readRow);
    });
  }

  resolve(requestId: string, next: ApprovalEntry, expectedVersion: number): Promise<boolean> {
    return this.#file.write(() => {
      if (next.status === 'pending' && (this.#getPending(next)?.request_id ?? requestId) !== requestId) return false;
      const replace = this.#file.statement(
        'UPDATE approvals SET status = ?, version = ?, document = ? WHERE request_id = ? AND version = ?',
      );
      const { changes } = replace.run(next.status, next.version, JSON.stringify(next), requestId, expectedVersion);
      return changes === 1;
    });
  }

  #isKnown(digest: string): Promise<boolean> {
    return this.#file.cached(`approvals ${digest}`, () => {
      return this.#file.statement('SELECT 1 FROM approvals WHERE digest = ? LIMIT 1').get(digest) !== undefined;
    });
  }

  #get(requestId: string): ApprovalEntry | undefined {
    const row = this.#file.statement('SELECT request_id, document FROM approvals WHERE request_id = ?').get(requestId);
    return row === undefined ? undefined : readRow(row);
  }

  #getPending(entry: ApprovalEntry): ApprovalEntry | undefined {
    const query = "SELECT request_id, document FROM approvals WHERE key = ? AND status = 'pending'";
    const row = this.#file.statement(query).get(pendingKey(entry));
    return row === undefined ? undefined : readRow(row);
  }

  #countPending(entry: ApprovalEntry): number {
    const query = `SELECT count(*) AS count FROM approvals WHERE requester = ? AND status = 'pending' AND expires_at > ?`;
    const began = toNumber(entry.created_at);
    return Number(this.#file.statement(query).get(requesterOf(entry), began)?.count);
  }

  #deleteExpired(before: number): void {
    const oldest = 'SELECT request_id FROM approvals WHERE expires_at < ? ORDER BY expires_at LIMIT ?';
    this.#file.statement(`DELETE FROM approvals WHERE request_id IN (${oldest})`).run(toNumber(before), BATCH);
  }
}

/**
 * Reads an entry. The file may have been edited, so a document that is malformed or belongs to another request is returned as an entry
 * with an empty MAC, which the caller refuses.
 */
function readRow(row: Readonly<Record<string, unknown>>): ApprovalEntry {
  const request_id = String(row.request_id);
  const entry = parse(String(row.document));
  return entry?.request_id === request_id ? entry : ({ request_id, mac: '' } as ApprovalEntry);
}

function parse(document: string): ApprovalEntry | null | undefined {
  try {
    return JSON.parse(document) as ApprovalEntry | null;
  } catch {
    return undefined;
  }
}

/** Returns a time as an integer for SQLite. A value that is not a time becomes the latest time, so that its entry is never deleted. */
function toNumber(time: string | number): number {
  const milliseconds = typeof time === 'number' ? time : Date.parse(time);
  return Number.isSafeInteger(milliseconds) ? milliseconds : Number.MAX_SAFE_INTEGER;
}
