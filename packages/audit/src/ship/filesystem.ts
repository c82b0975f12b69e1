import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AgentSafeError, describeCause, parseJson } from '@agent-safe/core';
import { realLogPath, replaceFile } from '@agent-safe/core/node';
import { type ChainHead, GENESIS } from '../format/chain.ts';
import { listSegments } from '../format/segments.ts';
import { readEnd } from '../read/log-end.ts';
import { readLogFiles } from '../read/log-sizes.ts';
import { readFileBackwards } from '../read/read-events.ts';
import { type LogFile, machineFiles } from '../write/log-files.ts';
import { DeliveryError, type Destination, type ShippedEvent } from './shipper.ts';

/**
 * Copies a log to another file, byte for byte: on another disk, or a share that agents cannot write. The copy verifies like
 * the log itself, and holds each event once. The newest checkpoint is kept beside it, in `<path>.checkpoint`.
 *
 * @param path absolute, or relative to the working directory
 * @param logPath of the log: a copy over any file of it is refused
 * @throws DeliveryError where the path is that of a file of the log
 */
export function filesystemDestination(path: string, logPath: string): Destination {
  const target = realLogPath(path);
  if (isOwnName(target, realLogPath(logPath))) throw new DeliveryError(`${target} is a file of the log itself`);
  return {
    name: `filesystem ${target}`,
    ship: (events) => guard(target, () => copy(target, logPath, events)),
    shipCheckpoint: (note) => guard(target, async () => keepLarger(`${target}.checkpoint`, note)),
  };
}

/** Whether a file is called as the log is, or as one that belongs to it. */
function isOwnName(target: string, log: string): boolean {
  const isSegment = listSegments(log, [basename(target)]).length > 0;
  return dirname(target) === dirname(log) && (target === log || target.startsWith(`${log}.`) || isSegment);
}

async function guard(target: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    throw new DeliveryError(`the copy ${target} cannot be written: ${why}`);
  }
}

async function copy(target: string, logPath: string, events: readonly ShippedEvent[]): Promise<void> {
  const isNew = !existsSync(target);
  const file = await machineFiles.open(target);
  try {
    const { id, size } = await file.state();
    // Another name may lead to it: nothing of the log is cut off, or written to.
    const own = await readLogFiles(logPath);
    if (own.some((found) => found.id === id)) throw new DeliveryError(`${target} is a file of the log itself`);
    const next = await findEnd(file, target, size);
    await refuseAnotherLog(target, next, events);
    const missing = events.filter(({ seq }) => seq > next.seq);
    const first = missing[0];
    if (first === undefined) return;
    if (first.seq !== next.seq + 1) {
      const summary = `${target} ends at event ${next.seq}, and those up to ${first.seq - 1} were copied before: put it back, or copy to another file`;
      throw new DeliveryError(summary);
    }
    await file.append(
      Buffer.concat(missing.flatMap(({ line, torn }) => [torn ?? Buffer.of(), Buffer.from(`${line}\n`)])),
    );
    await file.sync();
    if (isNew) await machineFiles.syncFolder(dirname(target));
  } finally {
    await file.close();
  }
}

/** A copy that was cut off in the middle of an event goes on from the one before: the log has all of it. */
async function findEnd(file: LogFile, target: string, size: number): Promise<ChainHead> {
  const { head, torn } = await readEnd(file, target, size, { head: GENESIS, offset: 0 });
  if (torn !== undefined) await file.truncate(torn.offset);
  return head;
}

function keepLarger(path: string, note: string): void {
  const size = (text: string) => Number(text.split('\n')[1]);
  if (existsSync(path) && size(readFileSync(path, 'utf8')) >= size(note)) return;
  replaceFile(path, note);
}

/** A copy that has some of the events already, or ends right before them, must be one of the same log. */
async function refuseAnotherLog(target: string, end: ChainHead, events: readonly ShippedEvent[]): Promise<void> {
  const first = events[0];
  const shared = events.findLast(({ seq }) => seq <= end.seq);
  const expected =
    shared !== undefined
      ? shared.entry_hash
      : first?.seq === end.seq + 1
        ? (parseJson(first.line, 'the event') as { readonly prev_hash?: unknown }).prev_hash
        : undefined;
  if (expected === undefined) return;
  const actual = shared === undefined || shared.seq === end.seq ? end.hash : await findHash(target, shared.seq);
  if (actual !== expected) throw new DeliveryError(`${target} holds another log: copy to another file`);
}

/** The hash of an event of the copy, which is near its end. Lines of 0.11 have no number, and are not looked for. */
async function findHash(target: string, seq: number): Promise<string | undefined> {
  const file = await open(target);
  try {
    for await (const line of readFileBackwards(file, (await file.stat()).size)) {
      const { entry_hash, seq: found } = 'event' in line ? line.event : {};
      if (found === seq) return typeof entry_hash === 'string' ? entry_hash : undefined;
      if (typeof found === 'number' && found < seq) return undefined;
    }
    return undefined;
  } finally {
    await file.close();
  }
}
