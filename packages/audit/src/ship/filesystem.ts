import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AgentSafeError, describeCause, parseJson } from '@agent-safe/core';
import { realLogPath, replaceFile } from '@agent-safe/core/node';
import { type ChainHead, GENESIS } from '../format/chain.ts';
import { listSegments } from '../format/segments.ts';
import { readEnd } from '../read/log-end.ts';
import { readLogFiles, startOf } from '../read/log-sizes.ts';
import { readFileBackwards } from '../read/read-events.ts';
import { sourceOf } from '../read/read-lines.ts';
import type { LogStart } from '../statement/log-start.ts';
import { type LogFile, machineFiles } from '../write/log-files.ts';
import { batchBody } from './s3-keys.ts';
import {
  type ArrivedEvents,
  DeliveryError,
  type Destination,
  destinationAhead,
  LostEvents,
  type ShippedEvent,
} from './shipper.ts';

/**
 * Copies a log to another file byte for byte, for example to another disk or to a share that agents cannot write. The copy can be
 * verified like the log, and contains each event once. The newest checkpoint is stored in `<path>.checkpoint`.
 *
 * @param path of the copy, absolute or relative to the working directory
 * @param logPath of the log. A copy over a file of the log is refused
 * @throws DeliveryError if the path is that of a file of the log
 */
export function filesystemDestination(path: string, logPath: string): Destination {
  const target = realLogPath(path);
  requireOtherPath(target, logPath);
  return {
    name: `filesystem ${target}`,
    ship: (events) => guard(target, () => copy(target, logPath, events)),
    checkArrived: (arrived) => guard(target, () => checkCopy(target, arrived)),
    shipCheckpoint: (note) => guard(target, async () => keepLarger(`${target}.checkpoint`, note)),
  };
}

/** @throws DeliveryError if a path is that of the log or of a file that belongs to the log */
export function requireOtherPath(target: string, logPath: string): void {
  if (isOwnName(target, realLogPath(logPath))) throw refuseLogItself(target);
}

function refuseLogItself(target: string): DeliveryError {
  return new DeliveryError(`${target} is a file of the log itself. Copy to another path`);
}

/** Returns whether a path is that of the log or of a file that belongs to the log. */
function isOwnName(target: string, log: string): boolean {
  const isSegment = listSegments(log, [basename(target)]).length > 0;
  return dirname(target) === dirname(log) && (target === log || target.startsWith(`${log}.`) || isSegment);
}

/** Turns failures into delivery errors that name the copy. */
export async function guard(target: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    throw new DeliveryError(`the copy ${target} cannot be written: ${why.replace(/\.$/, '')}`);
  }
}

async function copy(target: string, logPath: string, events: readonly ShippedEvent[]): Promise<void> {
  const isNew = !existsSync(target);
  const file = await machineFiles.open(target);
  try {
    const { id, size } = await file.state();
    // A link may lead to a file of the log, which must not be changed.
    const own = await readLogFiles(logPath);
    if (own.some((found) => found.id === id)) throw refuseLogItself(target);
    const next = await findEnd(file, target, size);
    await refuseAnotherLog(target, next, events);
    const missing = events.filter(({ seq }) => seq > next.seq);
    const first = missing[0];
    if (first === undefined) return;
    if (next.seq === 0 && first.seq > 1 && startOf(own).seq === first.seq - 1)
      throw archivedBefore(target, startOf(own));
    if (first.seq !== next.seq + 1) {
      throw lostCopy(target, `it ends at event ${next.seq}`, first.seq - 1);
    }
    await file.append(batchBody(missing));
    await file.sync();
    if (isNew) await machineFiles.syncFolder(dirname(target));
  } finally {
    await file.close();
  }
}

/** A copy is a log, so it must have the events before. */
function archivedBefore(target: string, { folder = '', seq }: LogStart): DeliveryError {
  return new DeliveryError(
    `the copy ${target} is new, and events 1 to ${seq} are archived. Ship the archive to it first: agent-safe audit ship ${folder} --backend filesystem --path ${target}`,
  );
}

export function lostCopy(target: string, what: string, seq: number): LostEvents {
  const summary = `the copy ${target} lacks events: ${what}, but events up to ${seq} were copied before. Restore that file, or copy to another path`;
  return new LostEvents(summary);
}

/** Compares the end and the size of the copy. Changes in the middle are found by "agent-safe audit verify". */
async function checkCopy(target: string, { bytes, entry_hash, seq }: ArrivedEvents): Promise<void> {
  if (!existsSync(target)) throw lostCopy(target, 'it does not exist', seq);
  const file = await open(target);
  try {
    const { size } = await file.stat();
    const { head } = await readEnd(sourceOf(file), target, size, { head: GENESIS, offset: 0 });
    if (head.seq < seq) throw lostCopy(target, `it ends at event ${head.seq}`, seq);
    const found = head.seq === seq ? head.hash : await findHash(target, seq);
    if (found !== undefined && found !== entry_hash) throw anotherLog(target);
    if (head.seq > seq) throw destinationAhead(`the copy ${target}`, head.seq, seq);
    if (size < bytes) throw lostCopy(target, `it has ${size} of ${bytes} bytes`, seq);
  } finally {
    await file.close();
  }
}

export function anotherLog(target: string): DeliveryError {
  return new DeliveryError(`${target} contains another log. Copy to another path`);
}

/** Finds the last event of the copy. Removes a truncated line after it, which is then copied again. */
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

/** @throws DeliveryError if the copy has some of the events already, or ends right before them, and is a copy of another log */
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
  if (actual !== expected) throw anotherLog(target);
}

/** Finds the hash of an event near the end of the copy. Returns undefined for an event of 0.11, which contains no number. */
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
