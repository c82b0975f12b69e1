import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { realLogPath } from '@agent-safe/core/node';
import { type ForeignFormat, formatEvent, readSeq } from '../event-formats/event-format.ts';
import { readLogFiles, startOf } from '../read/log-sizes.ts';
import { machineFiles } from '../write/log-files.ts';
import { anotherLog, guard, lostCopy, requireOtherPath } from './filesystem.ts';
import { DeliveryError, type Destination, destinationAhead, type ShippedEvent } from './shipper.ts';

const NEWLINE = 0x0a;
const CHUNK = 64 * 1024;

/**
 * Appends each event to a file as one line in another form than that of the log, once each. The file is no log: it cannot be verified.
 *
 * @param path absolute, or relative to the working directory
 * @throws DeliveryError if the path is that of a file of the log
 */
export function formattedFile(path: string, logPath: string, format: ForeignFormat): Destination {
  const target = realLogPath(path);
  requireOtherPath(target, logPath);
  return {
    name: `filesystem ${target} ${format}`,
    ship: (events) => guard(target, () => append(target, logPath, format, events)),
    checkArrived: ({ seq }) =>
      guard(target, async () => {
        if (!existsSync(target)) throw lostCopy(target, 'it does not exist', seq);
        const file = await open(target);
        try {
          const end = await findEnd(file, target, format);
          if (end.seq < seq) throw lostCopy(target, `it ends at event ${end.seq}`, seq);
          if (end.seq > seq) throw destinationAhead(`the copy ${target}`, end.seq, seq);
        } finally {
          await file.close();
        }
      }),
  };
}

async function append(
  target: string,
  logPath: string,
  format: ForeignFormat,
  events: readonly ShippedEvent[],
): Promise<void> {
  const isNew = !existsSync(target);
  const file = await open(target, 'a+', 0o600);
  try {
    const { dev, ino } = await file.stat();
    const own = await readLogFiles(logPath);
    if (own.some(({ id }) => id === `${dev}:${ino}`)) throw new DeliveryError(`${target} is a file of the log itself`);
    const end = await findEnd(file, target, format);
    // A line without a line end is unfinished. It is written again.
    await file.truncate(end.size);
    const same = events.find(({ seq }) => seq === end.seq);
    // Each line contains the line of the log, and so its hash.
    if (same !== undefined && !end.line.includes(same.entry_hash)) throw anotherLog(target);
    const missing = events.filter(({ seq }) => seq > end.seq);
    const [first] = missing;
    if (first === undefined) return;
    if (end.seq > 0 && first.seq !== end.seq + 1) throw lostCopy(target, `it ends at event ${end.seq}`, first.seq - 1);
    // A file in another format is not a log, so it may begin after archived events.
    if (end.seq === 0 && first.seq > startOf(own).seq + 1) throw lostCopy(target, 'it is empty', first.seq - 1);
    await file.appendFile(missing.map((event) => `${formatEvent(format, event)}\n`).join(''));
    await file.sync();
    if (isNew) await machineFiles.syncFolder(dirname(target));
  } finally {
    await file.close();
  }
}

/** Finds the last complete line: its number, and the size of the file up to its end. */
async function findEnd(
  file: FileHandle,
  target: string,
  format: ForeignFormat,
): Promise<{ readonly seq: number; readonly size: number; readonly line: string }> {
  const { size } = await file.stat();
  const end = await findNewline(file, size);
  if (end === undefined) return { seq: 0, size: 0, line: '' };
  const start = ((await findNewline(file, end)) ?? -1) + 1;
  const bytes = Buffer.alloc(end - start);
  await file.read(bytes, 0, bytes.length, start);
  const line = bytes.toString('utf8');
  const seq = readSeq(format, line);
  if (seq === undefined) throw new DeliveryError(`${target} has a last line that is not in the format ${format}`);
  return { seq, size: end + 1, line };
}

/** Returns the offset of the last line end before `to`; undefined without one. */
async function findNewline(file: FileHandle, to: number): Promise<number | undefined> {
  const bytes = Buffer.alloc(CHUNK);
  for (let end = to; end > 0; ) {
    const start = Math.max(0, end - CHUNK);
    const { bytesRead } = await file.read(bytes, 0, end - start, start);
    const newline = bytes.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline;
    end = start;
  }
  return undefined;
}
