import { ShipCursor } from '../ship/cursor.ts';
import { type ArchiveRefused, refuse } from './archive-types.ts';

/**
 * Returns the refusal if a destination lacks events that are to be archived: a configured one, or one with a position beside the log.
 *
 * @param seq number of the last event to archive
 * @param configured names of the destinations in the settings
 */
export function findUndelivered(path: string, seq: number, configured: readonly string[]): ArchiveRefused | undefined {
  const known = new Set<string>();
  for (const name of configured) {
    const cursor = new ShipCursor(path, name);
    known.add(cursor.path);
    const { head } = cursor.peek();
    if (head.seq < seq)
      return refuse(
        'not_delivered',
        `${name} has events up to ${head.seq}, and events up to ${seq} are to be archived. Run "agent-safe audit ship", and archive again.`,
      );
  }
  for (const cursor of ShipCursor.list(path)) {
    if (known.has(cursor.path)) continue;
    const { head } = cursor.peek();
    if (head.seq < seq)
      return refuse(
        'not_delivered',
        `A destination that is not in the settings has events up to ${head.seq}, and events up to ${seq} are to be archived: ${cursor.path}. Ship to it, or remove this file if it is not used any more.`,
      );
  }
  return undefined;
}
