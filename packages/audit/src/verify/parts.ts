import { existsSync } from 'node:fs';
import type { LogCheckpoints } from '@agent-safe/core';
import { realLogPath } from '@agent-safe/core/node';
import { type FoundEvidence, readEvidence } from '../anchor/evidence.ts';
import type { NoteVerifier } from '../format/note.ts';
import { openLogFile, presentFiles, readLogFiles, type SizedFile } from '../read/log-sizes.ts';
import type { LogSource } from '../read/log-source.ts';
import { sourceOf } from '../read/read-lines.ts';
import { endPath, startPath } from '../statement/log-start.ts';
import { type OpenedStatement, readStatementFile, type Statement } from '../statement/statement.ts';
import { listCheckpoints } from '../witness/list-checkpoints.ts';

/** The statements about the parts of a log. */
export interface FoundStatements {
  readonly statements: {
    /** The statement with which the first part begins. Undefined: it begins with event 1. */
    readonly start: Statement | undefined;
    /** Statements about events in the given parts. */
    readonly known: readonly Statement[];
    /** Number of the last event of the archives, if the newest file is not given. */
    readonly last: number | undefined;
  };
  /** Why a statement is wrong. */
  readonly wrong: string | undefined;
}

interface PartOptions {
  readonly verifiers?: readonly NoteVerifier[] | undefined;
  readonly checkpoints?: LogCheckpoints | undefined;
  readonly isLocked?: boolean;
}

/** A part of a log: an archive, or the rest of the log. */
interface Part {
  readonly path: string;
  readonly files: readonly SizedFile[];
  readonly start: OpenedStatement;
  readonly end: OpenedStatement;
}

/** Reads the files, checkpoints and statements of the parts of one log. @throws AgentSafeError ERR_AUDIT_INVALID */
export async function readParts(
  paths: readonly string[],
  { checkpoints, isLocked, verifiers = [] }: PartOptions,
): Promise<FoundEvidence & FoundStatements & { readonly source: LogSource }> {
  const parts: Part[] = [];
  const found: FoundEvidence[] = [];
  for (const path of paths.map(realLogPath)) {
    const own = await readEvidence(path, verifiers, await checkpoints?.get(path));
    found.push({ ...own, evidence: [...own.evidence, ...readCosigned(path, verifiers)] });
    const start = readStatementFile(startPath(path), verifiers);
    const end = readStatementFile(endPath(path), verifiers);
    parts.push({ path, start, end, files: presentFiles(await readLogFiles(path, isLocked)) });
  }
  parts.sort((left, right) => beginOf(left) - beginOf(right));
  const statements = parts.flatMap(({ end, start }) => [start, end]);
  const wrong = statements.flatMap((each) => (each.ok ? [] : [each.reason]))[0];
  const known = statements.flatMap((each) => (each.ok && each.statement !== undefined ? [each.statement] : []));
  const first = parts[0]?.start;
  return {
    evidence: found.flatMap(({ evidence }) => evidence),
    missing: found.map(({ missing }) => missing).find((missing) => missing !== undefined),
    statements: { start: first?.ok === true ? first.statement : undefined, known, last: lastOf(parts) },
    wrong,
    source: sourceOfParts(parts),
  };
}

/** Returns the number of the last event of archives, by their statements; undefined if a part is no archive. */
function lastOf(parts: readonly Part[]): number | undefined {
  const ends = parts.map(({ end }) => (end.ok ? end.statement?.seq : undefined));
  return ends.includes(undefined) ? undefined : Math.max(...ends.map(Number));
}

/** Reads the checkpoints beside a log that witnesses cosigned. Those of unknown keys are skipped, because keys are rotated. */
function readCosigned(path: string, verifiers: readonly NoteVerifier[]): FoundEvidence['evidence'] {
  const cosigned = listCheckpoints(path, verifiers).filter(({ witnesses }) => witnesses > 0);
  return cosigned.map(({ note, origin, root, size }) => {
    const checkpoint = { origin, root, size };
    return { keptIn: 'cosigned', size, checkpoint, note, last: undefined, isTrusted: verifiers.length > 0 };
  });
}

function beginOf({ start }: Part): number {
  return start.ok ? (start.statement?.seq ?? 0) : 0;
}

function sourceOfParts(parts: readonly Part[]): LogSource {
  return {
    name: parts.map(({ path }) => path).join(', '),
    hasNewest: parts.some(({ end, path }) => end.ok && end.statement === undefined && existsSync(path)),
    files: async () => parts.flatMap(({ files }) => files),
    async open(file) {
      const { path = file.path } = parts.find(({ files }) => files.includes(file)) ?? {};
      const handle = await openLogFile(path, file);
      return { ...sourceOf(handle), close: () => handle.close() };
    },
  };
}
