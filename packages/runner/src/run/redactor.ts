import { redactSecrets } from '@agent-safe/audit/append';
import {
  isJsonArray,
  type JsonObject,
  type JsonValue,
  parseJson,
  redactNames,
  SECRET_NAMES,
  type SecretNames,
} from '@agent-safe/core';
import { onOneLine } from './one-line.ts';

/** Shortest text of an output that is redacted, in characters. Shorter texts are often ordinary words. */
const SHORTEST_OUTPUT = 8;
/** Minimum length of a secret, known only by its name, that is redacted in other places too. In characters. */
const SHORTEST_NAMED = 6;
/** Longest reason, in characters. A longer reason is cut. */
const LONGEST_REASON = 2_000;

/**
 * Redacts the secrets of one run in its messages and records: sensitive parameters and state, credentials, and the output that the
 * caller requested.
 */
export class Redactor {
  readonly #known = new Set<string>();
  readonly #names: SecretNames;

  constructor(names: SecretNames = SECRET_NAMES) {
    this.#names = names;
  }

  /** Adds every text of a value to the secrets. */
  add(value: JsonValue | undefined): void {
    for (const text of listTexts(value)) this.#known.add(text);
  }

  /** Adds the texts of an output that was read for the caller. */
  addOutput(value: JsonValue): void {
    for (const text of listTexts(value)) {
      if (text.length >= SHORTEST_OUTPUT) this.#known.add(text);
    }
  }

  /** Adds the secrets that the names in a value tell. @param exempt names of the value itself that are no secret */
  addNamed(value: JsonObject, exempt?: ReadonlySet<string>): void {
    const { secrets } = redactNames(value, { names: this.#names, exempt });
    for (const secret of secrets) if (secret.length >= SHORTEST_NAMED) this.add(secret);
  }

  /** Returns the object with every secret replaced by `***`. @param exempt names of the object itself that are no secret */
  redactObject(value: JsonObject, exempt?: ReadonlySet<string>): JsonObject {
    return redactSecrets(value, [...this.#known], { names: this.#names, exempt });
  }

  /** Redacts a text of any length. */
  redactText(text: string): string {
    const { text: cleaned } = this.redactObject({ text });
    return typeof cleaned === 'string' ? cleaned : '';
  }

  /** Redacts a reason for reports and the log, and cuts it to 2,000 characters. */
  redact(text: string): string {
    const cleaned = this.redactText(text);
    return cleaned.length <= LONGEST_REASON ? cleaned : `${cleaned.slice(0, LONGEST_REASON)}…`;
  }

  /** Returns the redacted message of an error that another component threw. */
  redactError(error: unknown): string {
    return this.redact(describe(error));
  }
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'The error has no readable message.';
  }
}

/** Lists the texts of a value, including those of JSON within a text, each also in base64, as Kubernetes stores secrets. */
function listTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') {
    // Messages quote a text on one line, and JSON quotes it with escapes.
    const spellings = [value, value.replaceAll(/\s+/g, ' ').trim(), onOneLine(value), ...listQuoted(value)];
    const base64 = Buffer.from(value, 'utf8').toString('base64');
    return [...new Set([...spellings, base64, ...listInner(value)])].filter((text) => text !== '');
  }
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return (isJsonArray(value) ? value : Object.values(value)).flatMap(listTexts);
}

/** Returns a text with the escapes of JSON, and with those of Go's JSON, which also escapes HTML characters. */
function listQuoted(text: string): readonly string[] {
  const quoted = JSON.stringify(text).slice(1, -1);
  const spelt = quoted.replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [quoted, spelt];
}

function listInner(text: string): readonly string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return listTexts(parseJson(text, 'value'));
  } catch {
    return [];
  }
}
