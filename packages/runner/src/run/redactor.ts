import { redactSecrets } from '@agent-safe/audit/append';
import { isJsonArray, type JsonObject, type JsonValue, parseJson } from '@agent-safe/core';
import { onOneLine } from './one-line.ts';

/** Texts of an output are words as often as redactor: shorter ones are left where they stand. */
const SHORTEST_OUTPUT = 8;
/** Of what an executor says, in characters. What is longer is no sentence. */
const LONGEST_REASON = 2_000;

/**
 * Removes the secrets of one run from everything that it says or records: sensitive parameters and state, credentials, and the
 * output that the caller asked for.
 */
export class Redactor {
  readonly #known = new Set<string>();

  add(value: JsonValue | undefined): void {
    for (const text of listTexts(value)) this.#known.add(text);
  }

  /** Adds what was fetched for the caller. */
  addOutput(value: JsonValue): void {
    for (const text of listTexts(value)) {
      if (text.length >= SHORTEST_OUTPUT) this.#known.add(text);
    }
  }

  /** An object in which every secret is replaced by `***`. */
  redactObject(value: JsonObject): JsonObject {
    return redactSecrets(value, [...this.#known]);
  }

  /** Redacts a text of any length. */
  redactText(text: string): string {
    const { text: cleaned } = this.redactObject({ text });
    return typeof cleaned === 'string' ? cleaned : '';
  }

  /** Redacts a sentence for people and the log. */
  redact(text: string): string {
    const cleaned = this.redactText(text);
    return cleaned.length <= LONGEST_REASON ? cleaned : `${cleaned.slice(0, LONGEST_REASON)}…`;
  }

  /** Describes an error that another component threw. */
  redactError(error: unknown): string {
    return this.redact(describe(error));
  }
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'It cannot be said what.';
  }
}

/** A value's texts, those of JSON within a text included, and each as base64 has it, which is how Kubernetes says redactor. */
function listTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') {
    // In one line too, as messages quote it, and as JSON of others has it.
    const spellings = [value, value.replaceAll(/\s+/g, ' ').trim(), onOneLine(value), ...listQuoted(value)];
    const base64 = Buffer.from(value, 'utf8').toString('base64');
    return [...new Set([...spellings, base64, ...listInner(value)])].filter((text) => text !== '');
  }
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return (isJsonArray(value) ? value : Object.values(value)).flatMap(listTexts);
}

/** A text as JSON has it, and as Go's has it, which spells out what HTML would take for its own. */
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
