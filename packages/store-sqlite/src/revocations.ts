import {
  type Bearer,
  covers,
  type LoggedEvent,
  type Revocation,
  type RevocationSubject,
  type Revocations,
} from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

export interface RevocationRow {
  /** Kind, colon and id. */
  readonly subject: string;
  readonly revoked_at: number;
  readonly issued_until: number | null;
}

const ALL = 'all:';
const COLUMNS = 'subject, revoked_at, issued_until';

/** Revocations. Each query sees the changes of all processes, so a revocation takes effect in all of them at once. */
export class SqliteRevocations implements Revocations {
  readonly #file: DatabaseFile;
  readonly #clock: () => number;

  constructor(file: DatabaseFile, clock: () => number) {
    this.#file = file;
    this.#clock = clock;
  }

  revoke(subject: RevocationSubject): Promise<Revocation> {
    const key = subjectKey(subject);
    return this.#file.write(() => {
      const known = this.#get(key);
      if (known?.issued_until === null) return readRow(known);
      const revoked_at = this.#now(known);
      const row = { subject: key, revoked_at, issued_until: key === ALL ? revoked_at : null };
      putRevocation(this.#file, row);
      return readRow(row);
    });
  }

  lift(agent: string): Promise<Revocation | undefined> {
    const key = subjectKey({ agent });
    return this.#file.write(() => {
      const known = this.#get(key);
      if (known?.issued_until !== null) return undefined;
      const row = { ...known, issued_until: this.#now(known) };
      putRevocation(this.#file, row);
      return readRow(row);
    });
  }

  async isRevoked({ agents, issuedAt, tokens }: Bearer): Promise<Revocation | undefined> {
    const keys = [
      ALL,
      ...agents.map((agent) => subjectKey({ agent })),
      ...tokens.map((token) => subjectKey({ token })),
    ];
    const rows = await this.#file.cached(`revocations ${JSON.stringify(keys)}`, () => this.#find(keys));
    for (const key of rows.length === 0 ? [] : keys) {
      const row = rows.find(({ subject }) => subject === key);
      if (row !== undefined && covers(row, issuedAt)) return readRow(row);
    }
    return undefined;
  }

  list(): Promise<readonly Revocation[]> {
    return this.#file.read(() => {
      const rows = this.#file.statement(`SELECT ${COLUMNS} FROM revocations ORDER BY revoked_at, sequence`).all();
      return readRevocations(rows as unknown as RevocationRow[]);
    });
  }

  #get(key: string): RevocationRow | undefined {
    return this.#find([key])[0];
  }

  /** Finds rows by key. The number of placeholders is rounded up to a power of two, so that few statements are prepared. */
  #find(keys: readonly string[]): readonly RevocationRow[] {
    const size = 2 ** Math.ceil(Math.log2(keys.length));
    const marks = Array.from({ length: size }, () => '?').join(', ');
    const padded = Array.from({ length: size }, (_, index) => keys[index] ?? ALL);
    const rows = this.#file.statement(`SELECT ${COLUMNS} FROM revocations WHERE subject IN (${marks})`).all(...padded);
    return rows as unknown as RevocationRow[];
  }

  /** Returns the time, which never goes back for one subject. Otherwise, setting the clock back could make revoked tokens valid again. */
  #now(known: RevocationRow | undefined): number {
    return Math.max(this.#clock(), known?.revoked_at ?? 0, known?.issued_until ?? 0);
  }
}

/** Returns the key of a subject. Lone surrogates are replaced, as SQLite does when it stores a text. */
function subjectKey(subject: RevocationSubject): string {
  if ('agent' in subject) return `agent:${subject.agent.toWellFormed()}`;
  return 'token' in subject ? `token:${subject.token.toWellFormed()}` : ALL;
}

/** Applies a recorded revocation, or its end, within a transaction. It never makes an existing revocation shorter, unless it lifts it. */
export function applyRevocation(file: DatabaseFile, event: LoggedEvent): void {
  const { change, issued_until, timestamp } = event;
  const subject = subjectOf(event);
  const at = readTime(timestamp);
  const known = file.statement(`SELECT ${COLUMNS} FROM revocations WHERE subject = ?`).get(subject) as
    | RevocationRow
    | undefined;
  const given = typeof issued_until === 'string' ? Date.parse(issued_until) : null;
  if (change === 'lifted') {
    const until = Math.max(given ?? at, known?.revoked_at ?? 0, known?.issued_until ?? 0);
    const isLifted = known !== undefined && known.issued_until !== null;
    if (isLifted && (given === null || given <= known.issued_until)) return;
    putRevocation(file, { subject, revoked_at: known?.revoked_at ?? at, issued_until: until });
    return;
  }
  const isCovered =
    known !== undefined && (known.issued_until === null || (given !== null && given <= known.issued_until));
  if (isCovered) return;
  putRevocation(file, { subject, revoked_at: Math.max(at, known?.revoked_at ?? 0), issued_until: given });
}

/** Stores a revocation, and numbers the change. Each log knows the last change that it has recorded. */
export function putRevocation(file: DatabaseFile, { issued_until, revoked_at, subject }: RevocationRow): void {
  // An existing row keeps its place in the order, unless it is revoked again.
  const put =
    issued_until === null || subject === ALL
      ? `REPLACE INTO revocations (${COLUMNS}) VALUES (?, ?, ?)`
      : `INSERT INTO revocations (${COLUMNS}) VALUES (?, ?, ?) ON CONFLICT (subject) DO UPDATE SET issued_until = excluded.issued_until`;
  file.statement(put).run(subject, revoked_at, issued_until);
  const next = '(SELECT coalesce(max(changed), 0) + 1 FROM revocation_changes)';
  file.statement(`REPLACE INTO revocation_changes VALUES (?, ${next})`).run(subject);
}

/** Returns a recorded time in milliseconds since 1970, UTC; NaN for a value that is not a time. */
export function readTime(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

/** Returns the key of the subject of a recorded revocation. */
export function subjectOf({ id, kind }: Pick<LoggedEvent, 'id' | 'kind'>): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return `${text(kind)}:${text(id).toWellFormed()}`;
}

export function readRevocations(rows: readonly RevocationRow[]): readonly Revocation[] {
  return rows.map(readRow);
}

function readRow({ issued_until, revoked_at, subject }: RevocationRow): Revocation {
  const colon = subject.indexOf(':');
  const kind = subject.slice(0, colon) as Revocation['kind'];
  return { kind, id: subject.slice(colon + 1), revoked_at, issued_until };
}
