import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { type ChainHead, GENESIS } from '../format/chain.ts';

/** First line of an archive statement. A key name has no spaces, so no checkpoint begins with this line. */
export const TITLE = 'agent-safe audit archive v1';

/** Where a log begins: after the last archived event, or at its first event. */
export interface LogStart extends ChainHead {
  /** Bytes of the archived files. */
  readonly offset: number;
  /** `entry_hash` of the first event that the log ever had. Undefined if nothing was archived. */
  readonly log?: string;
  /** Folder of the archived files. */
  readonly folder?: string;
}

/** The beginning of a log of which nothing was archived. */
export const FIRST: LogStart = { ...GENESIS, offset: 0 };

/** Returns the path of the statement with which a log begins, if older events were archived. */
export function startPath(path: string): string {
  return `${path}.start`;
}

/** Returns the path of the statement about the events of an archive, which is beside them. */
export function endPath(path: string): string {
  return `${path}.end`;
}

/**
 * Refuses to change an archive. Its statement is about exactly the archived events.
 *
 * @param path of the log, without links
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log is an archive
 */
export function requireNoArchive(path: string): void {
  if (!existsSync(endPath(path))) return;
  const fix = 'Archives are never changed. Give the path of the log that continues it';
  throw new AgentSafeError('ERR_AUDIT_INVALID', `The log is an archive: ${dirname(path)}. ${fix}.`);
}

/**
 * Reads where a log begins. The signature of the statement is not verified.
 *
 * @param path of the log, without links
 * @returns the first event, if there is no readable statement. The rest of an archived log does not continue from there
 */
export function readLogStart(path: string): LogStart {
  try {
    return parseStart(path, readFileSync(startPath(path), 'utf8')) ?? FIRST;
  } catch {
    return FIRST;
  }
}

function parseStart(path: string, note: string): LogStart | undefined {
  const [title, header = ''] = note.split('\n', 2);
  if (title !== TITLE) return undefined;
  const { entry_hash, folder, has_own, log, offset, seq, state_facts, write_seq } = JSON.parse(header);
  return {
    seq,
    hash: entry_hash,
    hasOwn: has_own,
    writeSeq: write_seq ?? undefined,
    facts: state_facts,
    offset,
    log,
    folder: resolve(dirname(path), folder),
  };
}
