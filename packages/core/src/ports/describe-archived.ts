import type { ArchivedEvents } from './audit-reader.ts';

/**
 * Returns a sentence about the archived events of a log, for the reason of an answer that says that something is not in the log. It
 * begins with a space; it is empty if nothing was archived.
 */
export function describeArchived(archived: Pick<ArchivedEvents, 'folder' | 'until'> | undefined): string {
  if (archived === undefined) return '';
  return ` Events 1 to ${archived.until} of the log are archived. Look there too: ${archived.folder}.`;
}
