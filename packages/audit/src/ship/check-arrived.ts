import type { CursorPosition } from './cursor.ts';
import { bounded } from './deliver.ts';
import { type Destination, LostEvents } from './shipper.ts';

const checked = new WeakSet<Destination>();

/**
 * Checks that a destination still has the events that arrived there. It always checks if no event is new, because no delivery
 * would then notice a loss. Otherwise it checks once in this process.
 *
 * @throws DeliveryError that names the missing events
 */
export async function checkArrived(
  destination: Destination,
  { head, offset }: CursorPosition,
  { isNew, cursorPath }: { readonly isNew: boolean; readonly cursorPath: string },
  signal: AbortSignal,
): Promise<void> {
  if (destination.checkArrived === undefined || head.seq === 0 || (isNew && checked.has(destination))) return;
  const arrived = { seq: head.seq, entry_hash: head.hash, bytes: offset };
  try {
    await bounded(signal, async (limit) => destination.checkArrived?.(arrived, limit));
    checked.add(destination);
  } catch (error) {
    if (!(error instanceof LostEvents)) throw error;
    throw new LostEvents(`${error.message}. To ship all events again, remove ${cursorPath}`);
  }
}
