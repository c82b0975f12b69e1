import { onOneLine } from '@agent-safe/runner/executor-kit';
import { ApiError } from '../api/api-error.ts';

/** Characters of a message. It is redacted before it is made shorter: a part of a secret would not be recognized. */
const LONGEST = 100_000;

function readReason(stderr: string): { readonly reason: string | undefined; readonly said: string } {
  const [, reason, said] = /^Error from server(?: \((\w+)\))?: ([\s\S]*)$/m.exec(stderr) ?? [];
  if (said !== undefined) return { reason, said };
  // For these kubectl has words of its own.
  if (/^The .* is invalid(?::|$)/m.test(stderr)) return { reason: 'Invalid', said: stderr };
  if (/^error: Apply failed with \d+ conflict/m.test(stderr)) return { reason: 'Conflict', said: stderr };
  if (/^error: You must be logged in to the server/m.test(stderr)) return { reason: 'Unauthorized', said: stderr };
  // Before its own words stand those of programs that it has asked for credentials.
  const [, own] =
    /^[\s\S]*^((?:error|Error|Unable to connect|The connection to the server)\b[\s\S]*)$/m.exec(stderr) ?? [];
  return { reason: undefined, said: own ?? stderr };
}

/** What kubectl says on its way for errors, in one line and without what a terminal would obey. */
export function readError(stderr: string): ApiError {
  const { reason, said } = readReason(stderr);
  const text = onOneLine(said);
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const message = short === '' ? 'kubectl ended without saying why.' : short;
  return new ApiError(reason === undefined ? message : `${reason}: ${message}`, reason);
}
