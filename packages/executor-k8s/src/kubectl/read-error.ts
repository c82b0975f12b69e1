import { onOneLine } from '@agent-safe/runner/executor-kit';
import { ApiError, isDenial } from '../api/api-error.ts';

/** Longest message, in characters. It is redacted before it is cut, because a part of a secret would not be recognized. */
const LONGEST = 100_000;

function readReason(stderr: string): { readonly reason: string | undefined; readonly said: string } {
  const [, reason, said] = /^Error from server(?: \((\w+)\))?: ([\s\S]*)$/m.exec(stderr) ?? [];
  // A webhook may deny a request without a reason. The API reports that as status 400.
  if (said !== undefined) return { reason: reason ?? (isDenial(said) ? 'BadRequest' : undefined), said };
  // kubectl has its own messages for these errors.
  if (/^The .* is invalid(?::|$)/m.test(stderr)) return { reason: 'Invalid', said: stderr };
  if (/^error: Apply failed with \d+ conflict/m.test(stderr)) return { reason: 'Conflict', said: stderr };
  if (/^error: You must be logged in to the server/m.test(stderr)) return { reason: 'Unauthorized', said: stderr };
  // Output of credential programs precedes the message of kubectl.
  const [, own] =
    /^[\s\S]*^((?:error|Error|Unable to connect|The connection to the server)\b[\s\S]*)$/m.exec(stderr) ?? [];
  return { reason: undefined, said: own ?? stderr };
}

/** Reads an error from the stderr of kubectl, on one line and without control characters. */
export function readError(stderr: string): ApiError {
  const { reason, said } = readReason(stderr);
  const text = onOneLine(said);
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const message = short === '' ? 'kubectl failed without a message.' : short;
  return new ApiError(reason === undefined ? message : `${reason}: ${message}`, reason);
}
