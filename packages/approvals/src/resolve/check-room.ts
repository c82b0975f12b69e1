import { type ApprovalEntry, type ApprovalFilter, PASSED, pendingKey, requesterOf } from '@agent-safe/core';
import type { EntryMac } from '../request/entry-mac.ts';
import { type ApprovalCheck, type ApprovalRefusal, tampered, tooMany } from '../request/refusal.ts';

/** Most pending requests of one requester, so that a flood cannot hide the requests of others. */
export const MOST_PENDING = 100;
/** The most pending requests of all requesters that are counted. */
const MOST_COUNTED = 100_000;

type List = (
  filter: ApprovalFilter,
) => Promise<{ readonly ok: true; readonly entries: readonly ApprovalEntry[] } | ApprovalRefusal>;

/** Checks that a store would accept a new entry, or has the same pending one. Changes nothing. */
export async function checkRoom(list: List, mac: EntryMac, entry: ApprovalEntry): Promise<ApprovalCheck> {
  const { digest } = entry;
  const alike = await list({ digest, status: 'pending' });
  if (!alike.ok) return alike;
  const key = pendingKey(entry);
  const known = alike.entries.find((each) => pendingKey(each) === key);
  if (known !== undefined) return mac.isGenuine(known) ? PASSED : tampered();
  const pending = await list({ status: 'pending', open_at: Date.parse(entry.created_at), limit: MOST_COUNTED });
  if (!pending.ok) return pending;
  const requester = requesterOf(entry);
  const own = pending.entries.filter((each) => requesterOf(each) === requester);
  return own.length < MOST_PENDING ? PASSED : tooMany(MOST_PENDING);
}
