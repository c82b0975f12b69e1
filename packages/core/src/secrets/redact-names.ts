import { isJsonArray, JsonError, type JsonObject, type JsonValue } from '../json/json.ts';
import { parseJson } from '../json/json-text.ts';
import { MASK } from './mask.ts';
import { redactAssignments } from './redact-texts.ts';
import { SECRET_NAMES, type SecretNames, splitName } from './secret-names.ts';

/** A value without the secrets that its names tell, and these secrets. */
export interface NamedSecrets<Value extends JsonValue> {
  readonly value: Value;
  /** The secrets as texts. */
  readonly secrets: readonly string[];
}

export interface RedactNamesOptions {
  /** Default: {@link SECRET_NAMES}. */
  readonly names?: SecretNames | undefined;
  /** Members of the value itself that are not secret by their own name, such as parameters that locate. */
  readonly exempt?: ReadonlySet<string> | undefined;
}

/**
 * Replaces each value by `***` whose name says that it is secret: members of that name at any depth, `{ name, value }` and
 * `{ key, value }`, headers, options, `KEY=VALUE`, and all of these in a text of JSON. Values that are masked already stay.
 */
export function redactNames<Value extends JsonValue>(
  value: Value,
  { exempt, names = SECRET_NAMES }: RedactNamesOptions = {},
): NamedSecrets<Value> {
  if (!names.mayOccurIn(JSON.stringify(value) ?? '')) return { value, secrets: [] };
  const walk = new Walk(names);
  const redacted = isObject(value) ? walk.object(value, exempt) : walk.value(value);
  return { value: redacted as Value, secrets: [...walk.secrets] };
}

/** The last word of the member that holds a name, and of the member that holds its value. */
const LABELS = ['name', 'key', 'variable', 'header', 'env', 'field'];
const VALUES = ['value', 'values', 'content'];
/** Members of a reference to a secret, as in Kubernetes. They name it and do not hold it. */
const REFERENCES = [
  ...['name', 'namespace', 'key', 'optional', 'items', 'path', 'mode', 'kind', 'type'],
  ...['secretName', 'secretNamespace', 'defaultMode', 'apiVersion', 'secretRef', 'secretKeyRef', 'arn', 'version'],
];
const MASKED = /^(?:\*\*\*|hmac-sha256:[\w-]{43})$/;
const MOST_DEPTH = 4;

class Walk {
  readonly secrets = new Set<string>();
  readonly #names: SecretNames;
  /** How many texts of JSON are around the current value. */
  #depth = 0;

  constructor(names: SecretNames) {
    this.#names = names;
  }

  value(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    return isJsonArray(value) ? this.#list(value) : this.object(value);
  }

  object(value: JsonObject, exempt?: ReadonlySet<string>): JsonObject {
    const entries = Object.entries(value);
    const isLabeled = entries.some(
      ([name, member]) => typeof member === 'string' && endsWith(name, LABELS) && this.#names.has(member),
    );
    const members = entries.map(([name, member]) => {
      const isSecret = (this.#names.has(name) && exempt?.has(name) !== true) || (isLabeled && endsWith(name, VALUES));
      return [name, isSecret ? this.#hide(member, name) : this.value(member)] as const;
    });
    return Object.fromEntries(members);
  }

  #list(list: readonly JsonValue[]): JsonValue {
    return list.map((item, index) => {
      const before = list[index - 1];
      // An option and its value: ["--password", "x"].
      if (typeof before === 'string' && /^--?[A-Za-z]/.test(before) && this.#names.has(before.replace(/^-+/, '')))
        return typeof item === 'string' && item.startsWith('-') ? this.value(item) : this.#hide(item, '');
      // A header in a list of headers: ["authorization", "x"].
      if (isPair(item) && this.#names.has(item[0])) return [item[0], this.#hide(item[1], '')];
      return this.value(item);
    });
  }

  #text(text: string): string {
    if (!this.#names.mayOccurIn(text)) return text;
    const json = this.#depth < MOST_DEPTH && /^\s*[[{]/.test(text) ? readJson(text) : undefined;
    if (json === undefined) return redactAssignments(text, this.#names, (secret) => this.secrets.add(secret));
    this.#depth += 1;
    const redacted = JSON.stringify(this.value(json));
    this.#depth -= 1;
    return redacted === JSON.stringify(json) ? text : redacted;
  }

  /** Replaces a secret. An empty text, a truth value, a count and a reference are no secret. */
  #hide(value: JsonValue, name: string): JsonValue {
    if (value === null || typeof value === 'boolean' || value === '') return value;
    if (typeof value === 'number' && /s$/i.test(name)) return value;
    if (typeof value === 'string' && MASKED.test(value)) return value;
    if (isObject(value) && /(?:secrets?|credentials)$/i.test(name) && isReference(value)) return this.object(value);
    for (const text of listTexts(value)) this.secrets.add(text);
    return MASK;
  }
}

function endsWith(name: string, words: readonly string[]): boolean {
  return words.includes(splitName(name).at(-1) ?? '');
}

function isReference(value: JsonObject): boolean {
  return Object.keys(value).every((name) => REFERENCES.includes(name));
}

function isPair(item: JsonValue): item is readonly [string, JsonValue] {
  return (
    typeof item === 'object' && item !== null && isJsonArray(item) && item.length === 2 && typeof item[0] === 'string'
  );
}

function readJson(text: string): JsonValue | undefined {
  try {
    const value = parseJson(text, 'value');
    return typeof value === 'object' ? value : undefined;
  } catch (error) {
    if (error instanceof JsonError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function listTexts(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}
