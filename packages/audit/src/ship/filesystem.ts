import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { GENESIS } from '../chain.ts';
import { readEnd } from '../log-end.ts';
import { type LogFile, machineFiles } from '../log-files.ts';
import { replaceFile } from '../replace-file.ts';
import { type Destination, ShipError, type ShippedEvent } from './shipper.ts';

/**
 * Copies a log to another file, byte for byte: on another disk, or a share that agents cannot write. The copy verifies like
 * the log itself, and holds each event once. The newest checkpoint is kept beside it, in `<path>.checkpoint`.
 *
 * @param path absolute, or relative to the working directory
 */
export function filesystemDestination(path: string): Destination {
  const target = resolve(path);
  return {
    name: `filesystem ${target}`,
    ship: (events) => guard(target, () => copy(target, events)),
    shipCheckpoint: (note) => guard(target, async () => keepLarger(`${target}.checkpoint`, note)),
  };
}

async function guard(target: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ShipError) throw error;
    const why = error instanceof AgentSafeError ? error.message : describeCause(error);
    throw new ShipError(`the copy ${target} cannot be written: ${why}`);
  }
}

async function copy(target: string, events: readonly ShippedEvent[]): Promise<void> {
  const isNew = !existsSync(target);
  const file = await machineFiles.open(target);
  try {
    const next = await findEnd(file, target);
    const missing = events.filter(({ seq }) => seq > next.seq);
    const last = events.find(({ seq }) => seq === next.seq);
    if (last !== undefined && last.entry_hash !== next.hash) throw new ShipError(`${target} holds another log`);
    const first = missing[0];
    if (first === undefined) return;
    if (first.seq !== next.seq + 1) {
      const summary = `${target} ends at event ${next.seq}, and those up to ${first.seq - 1} were copied before: put it back, or copy to another file`;
      throw new ShipError(summary);
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
async function findEnd(file: LogFile, target: string): Promise<{ readonly seq: number; readonly hash: string }> {
  const { size } = await file.state();
  const { head, torn } = await readEnd(file, target, size, { head: GENESIS, offset: 0 });
  if (torn !== undefined) await file.truncate(torn.offset);
  return head;
}

function keepLarger(path: string, note: string): void {
  const size = (text: string) => Number(text.split('\n')[1]);
  if (existsSync(path) && size(readFileSync(path, 'utf8')) >= size(note)) return;
  replaceFile(path, note);
}

/** Whether two paths lead to one file: a log that is copied to itself would never end. */
export function isSameFile(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other)
    ? realpathSync(one) === realpathSync(other)
    : resolve(one) === resolve(other);
}
