import { JsonError, type JsonValue, parseJson } from '@agent-safe/core';
import { onOneLine } from '@agent-safe/runner/executor-kit';
import { ApiError, isDenial } from '../api/api-error.ts';
import { textAt } from '../api/json.ts';

/**
 * Reasons of the status codes by which the API refuses a request. An admission webhook may refuse without a reason.
 * @see https://github.com/kubernetes/apimachinery/blob/master/pkg/api/errors/errors.go NewGenericServerResponse
 */
const REASON_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
};

/** Longest message, in characters. */
const LONGEST_MESSAGE = 100_000;

/** Reads the error of an answer with an error status. */
export function readStatus(statusCode: number, text: string, redact: (text: string) => string): ApiError {
  const status = parseStatus(text);
  const own = textAt(status, 'reason');
  const reason = own === undefined || own === '' || own === 'Unknown' ? REASON_OF_STATUS[statusCode] : own;
  const denied = own === undefined && isDenial(textAt(status, 'message') ?? '');
  const message = redact(onOneLine(textAt(status, 'message') ?? '')).slice(0, LONGEST_MESSAGE);
  const detail = message === '' ? `The API answered with status ${statusCode}.` : message;
  const known = reason ?? (denied ? 'BadRequest' : undefined);
  return new ApiError(known === undefined ? detail : `${known}: ${detail}`, known);
}

function parseStatus(text: string): JsonValue | undefined {
  try {
    return parseJson(text, 'answer');
  } catch (error) {
    if (error instanceof JsonError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
