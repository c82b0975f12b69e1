import { AgentSafeError } from '@agent-safe/core';
import type { FoundEvidence } from '../anchor/evidence.ts';
import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { openCosignatures, type WitnessKey } from '../format/cosignature.ts';
import type { NoteVerifier } from '../format/note.ts';
import type { LogSource } from '../read/log-source.ts';
import { ExpectedCheckpoints, expectEvidence, expectGiven, expectStatement } from './expected.ts';
import type { LogVerdict, VerifyOptions } from './log-verdict.ts';
import { type FoundStatements, readParts } from './parts.ts';
import { Verification } from './verification.ts';

/**
 * Verifies a log and its closed files, in constant memory: no line was changed, none is missing between others, and the log matches
 * the checkpoint, if one is given.
 *
 * @param path of the log. If the log has several files, the path of the newest
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read, or if no known key signed the given checkpoint
 */
export async function verifyLog(path: string, options: VerifyOptions = {}): Promise<LogVerdict> {
  return verifyParts([path], options);
}

/**
 * Verifies the parts of one log together: its archives, and the rest of the log. Each part must continue the part before.
 *
 * @param paths of the parts, in any order
 * @throws the errors of {@link verifyLog}
 */
export async function verifyParts(paths: readonly string[], options: VerifyOptions = {}): Promise<LogVerdict> {
  const { evidence, missing, source, statements, wrong } = await readParts(paths, options);
  return verifySource(source, options, { evidence, missing, statements, wrong });
}

/** Verifies a log from any source. @throws the errors of {@link verifyLog} */
export async function verifySource(
  source: LogSource,
  options: VerifyOptions = {},
  { evidence, missing, statements, wrong }: FoundEvidence & Partial<FoundStatements> = {
    evidence: [],
    missing: undefined,
  },
): Promise<LogVerdict> {
  const verifiers = options.verifiers ?? [];
  const { checkpoint, witnesses = [] } = options;
  const given =
    checkpoint === undefined
      ? []
      : [expectGiven(readCheckpoint(checkpoint, verifiers), readWitnesses(checkpoint, witnesses))];
  const known = (statements?.known ?? []).map(expectStatement);
  const expected = new ExpectedCheckpoints([...given, ...evidence.map(expectEvidence), ...known]);
  const { last, start } = statements ?? { last: undefined, start: undefined };
  return new Verification(source, verifiers, { expected, missing, start, last, wrong }).run();
}

function readCheckpoint(note: string, verifiers: readonly NoteVerifier[]): Checkpoint {
  if (verifiers.length === 0) {
    const summary =
      'The checkpoint cannot be verified: no key is known. Configure the keys of the project, or pass --verifier-key.';
    throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
  }
  const opened = openCheckpoint(note, verifiers);
  if (opened.ok) return opened.checkpoint;
  throw new AgentSafeError('ERR_AUDIT_INVALID', `The checkpoint is not valid: ${opened.reason}.`);
}

/** Returns the names of the witnesses that cosigned a checkpoint. */
function readWitnesses(note: string, witnesses: readonly WitnessKey[]): readonly string[] {
  const opened = openCosignatures(note, witnesses);
  if (opened.ok) return opened.cosignatures.map(({ witness }) => witness.name);
  throw new AgentSafeError('ERR_AUDIT_INVALID', `The checkpoint is not valid: ${opened.reason}.`);
}
