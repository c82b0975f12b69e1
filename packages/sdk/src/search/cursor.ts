import { canonicalJson, type JsonValue, plain, type Refused, sha256 } from '@agent-safe/core';

/** Characters of the digest in a cursor. A cursor restricts nothing, so it needs no MAC. */
const DIGEST_LENGTH = 32;
const CURSOR = new RegExp(`^([\\w-]{${DIGEST_LENGTH}})\\.([0-9]{1,15})$`);

/** Returns the digest of what a search depends on. With another digest, positions mean other requests. */
export function digestSearch(parts: JsonValue): string {
  return sha256(canonicalJson(plain({ parts }))).slice(0, DIGEST_LENGTH);
}

export function writeCursor(digest: string, position: number): string {
  return `${digest}.${position}`;
}

type Position = { readonly ok: true; readonly position: number } | Refused<'cursor_invalid'>;

/** Reads the position of the next page. A cursor of another search, or of other policies, is refused. */
export function readCursor(after: string | undefined, digest: string): Position {
  if (after === undefined) return { ok: true, position: 0 };
  const [, bound, position] = (typeof after === 'string' ? CURSOR.exec(after) : null) ?? [];
  if (bound === digest) return { ok: true, position: Number(position) };
  const reason =
    bound === undefined
      ? 'The cursor is malformed. Give the "next" of the page before, or leave it out.'
      : 'The cursor belongs to another search, or the policies, targets or subjects have changed. Search again from the start.';
  return { ok: false, code: 'cursor_invalid', reason };
}
