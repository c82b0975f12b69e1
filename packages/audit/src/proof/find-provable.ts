import type { LoggedEvent } from '@agent-safe/core';
import { type Leaf, type LeafProblem, needsArchive, readLeaves } from './read-leaves.ts';

/** An event that a text names. */
export interface NamedEvent {
  readonly seq: number;
  readonly event: LoggedEvent;
}

/** The event that a text names, or why it was not found. */
export type FoundEvent =
  | ({ readonly ok: true } & NamedEvent)
  | {
      readonly ok: false;
      readonly code: LeafProblem | 'ambiguous' | 'not_found';
      readonly reason: string;
      /** For `ambiguous`: the first events that the text names. */
      readonly matches?: readonly NamedEvent[];
    };

/** Number of events that are listed for an ambiguous name. */
const MOST_LISTED = 20;

/**
 * Finds the event that a text names: its number, its id, or the audit id of the decision that it belongs to. An event with this id
 * comes before events with this audit id.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID if there is no log, or if it cannot be read
 */
export async function findProvable(path: string, name: string): Promise<FoundEvent> {
  const number = /^[1-9]\d{0,15}$/.test(name) ? Number(name) : undefined;
  const byId: NamedEvent[] = [];
  const byAuditId: NamedEvent[] = [];
  const add = (list: NamedEvent[], { event, seq }: Leaf) => {
    if (list.length <= MOST_LISTED) list.push({ seq, event });
  };
  const read = await readLeaves(
    path,
    (leaf) => {
      const { audit_id, event_id } = leaf.event;
      if (leaf.seq === number || event_id === name) add(byId, leaf);
      else if (audit_id === name) add(byAuditId, leaf);
    },
    number,
  );
  const matches = byId.length > 0 ? byId : byAuditId;
  const [match] = matches;
  const isUnread = !read.ok && read.code !== 'cut';
  if (isUnread && (match === undefined || read.code === 'archived')) return read;
  if (match === undefined && read.ok && read.start.seq > 0) return needsArchive(path, read.start);
  if (match === undefined) {
    const reason = `The log has no event with this number, id or audit id: ${name}. "agent-safe audit show" lists the events.`;
    return { ok: false, code: 'not_found', reason };
  }
  if (matches.length === 1) return { ok: true, ...match };
  const reason = `Several events belong to ${name}. Give the number of one of them.`;
  return { ok: false, code: 'ambiguous', reason, matches: matches.slice(0, MOST_LISTED) };
}
