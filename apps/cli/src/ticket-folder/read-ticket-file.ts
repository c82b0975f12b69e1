import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';

/** Largest ticket file, in bytes. A ticket has a few kilobytes. */
const MOST_BYTES = 65_536;

/** Which file a name meant when it was read. Another file may have the same name later. */
export type FileId = Pick<Stats, 'dev' | 'ino'>;

export type TicketFile =
  | { readonly ok: true; readonly id: FileId; readonly ticket: string }
  | { readonly ok: false; readonly id: FileId; readonly reason: string };

/**
 * Reads a file that an untrusted program wrote. It follows no link, and waits for no pipe or device.
 *
 * @returns undefined if the file is gone
 * @throws the errors of `fs`, with their `code`
 */
export function readTicketFile(path: string): TicketFile | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) return refuse(found, 'The ticket file is a link. Write the ticket into a regular file.');
  if (!found.isFile()) return refuse(found, 'The ticket file is not a regular file. Write the ticket into a file.');
  // Between these two lines, the file may be replaced by a link or a pipe. Windows has neither flag.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const opened = fstatSync(descriptor);
    if (!opened.isFile()) return refuse(opened, 'The ticket file is not a regular file.');
    const bytes = readAtMost(descriptor, MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      return refuse(opened, `The ticket file is larger than ${MOST_BYTES} bytes. Write only the ticket into it.`);
    }
    if (!isUtf8(bytes)) return refuse(opened, 'The ticket file is not valid UTF-8.');
    return { ok: true, id: opened, ticket: bytes.toString('utf8').trim() };
  } finally {
    closeSync(descriptor);
  }
}

function refuse({ dev, ino }: FileId, reason: string): TicketFile {
  return { ok: false, id: { dev, ino }, reason };
}

function readAtMost(descriptor: number, most: number): Buffer {
  const buffer = Buffer.alloc(most);
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, length, most - length, null);
    length += read;
    if (read === 0 || length === most) return buffer.subarray(0, length);
  }
}
