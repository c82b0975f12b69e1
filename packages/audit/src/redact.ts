import {
  isJsonArray,
  type JsonObject,
  type JsonValue,
  MASK,
  type RedactNamesOptions,
  redactNames,
  SECRET_NAMES,
  type SecretNames,
} from '@agent-safe/core';

/** Minimum length of a known secret, in characters. Shorter values are part of too many ordinary words. */
const SHORTEST_SECRET = 4;

/** Minimum length of a secret, known only by its name, that is redacted in other places too. Shorter ones are often ordinary words. */
const SHORTEST_NAMED = 6;

/** Length of the beginning of a secret, in characters, that is recognized where a text was truncated. */
const PREFIX_LENGTH = 16;

/** Matches every text that may contain a secret by its shape. Most texts contain none, and this test is fast. */
const TRACES =
  /eyJ|(?:ask|sess|link)_[a-z0-9]{16}_|whs[ek]|private key|:\/\/|slack|discord|xox|gh[oprsu]_|github_pat|bearer|basic |AKIA|ASIA|AIza|sk[-_]|glpat|npm_|pypi-|hvs\.|dop_v1|secret|accountkey|passw|api.?key|access.?token|[?&](?:token|sig|key)/i;

/**
 * Secrets that are recognized by their shape, anywhere in a text: tokens, signing secrets, private keys, credentials in a URL,
 * values of names such as `password`, and URLs that are themselves secret. The first group of a match stays in the text.
 *
 * Every repetition is bounded, or ends where another cannot begin. The author of a text thus cannot make matching slow.
 */
const SHAPES = [
  /()eyJ[\w-]{4,}(?:\.[\w-]*)*/g,
  /()\b(?:ask|sess|link)_[A-Za-z0-9]{16}_[A-Za-z0-9]+/g,
  /()\bwhs(?:ec|k)_[A-Za-z0-9+/=]+/g,
  /()-----BEGIN [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  /(\b[a-z][a-z0-9+.-]{0,16}:\/\/)[^\s"'<>/?#]{1,512}@/gi,
  /(\b[a-z][a-z0-9+.-]{0,16}:\/\/[^\s"'<>/?#:@]{0,128}:)(?!\d{1,5}(?:[/?#\s"']|$))[^\s"'<>]{1,512}@/gi,
  /(\b(?:hooks\.slack(?:-gov)?\.com|discord(?:app)?\.com\/api\/webhooks)\/)[\w/-]+/g,
  /()\b(?:xox[a-z]-[\w-]{8,}|gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{8,}|npm_\w{20,}|pypi-[\w-]{16,})/g,
  /()\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|sk-[\w-]{16,}|[rs]k_(?:live|test)_\w{8,}|hvs\.[\w-]{16,}|dop_v1_\w{16,})/g,
  /(\b(?:Bearer|Basic)\s{1,8})[\w.~+/=-]{8,}/gi,
  /((?:secret(?:_?access)?_?key|client_?secret|account_?key|passw(?:or)?d|api[_-]?key|access[_-]?token|[?&](?:token|sig|signature|key))["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"'&,;]{4,512}/gi,
];

/**
 * Replaces every secret in a value by `***`, in texts and in names of members: the given secrets, the values of secret names
 * such as `DB_PASSWORD`, and texts that have the shape of a secret. Every recorded event is redacted, because reasons, results
 * and states quote their input.
 *
 * @param secrets in plain text, such as the values of sensitive parameters. Secrets of fewer than 4 characters are ignored
 */
export function redactSecrets(
  value: JsonObject,
  secrets: readonly string[] = [],
  options: RedactNamesOptions = {},
): JsonObject {
  const named = redactNames(value, options);
  const known = listSpellings([...secrets, ...named.secrets.filter(({ length }) => length >= SHORTEST_NAMED)]);
  const text = JSON.stringify(named.value);
  const isSuspect =
    known.some((secret) => text.includes(JSON.stringify(prefixOf(secret)).slice(1, -1))) || TRACES.test(text);
  return isSuspect ? (redactValue(named.value, known) as JsonObject) : named.value;
}

/**
 * Whether a text, also of JSON, may contain a secret by its shape or its name. It is fast, and is true more often than needed.
 * {@link redactSecrets} and {@link redactText} leave a text unchanged for which it is false, unless it has a known secret.
 */
export function mayHoldSecret(text: string, names: SecretNames = SECRET_NAMES): boolean {
  return TRACES.test(text) || names.mayOccurIn(text);
}

/** Replaces every secret in a text by `***`, as {@link redactSecrets} does. */
export function redactText(
  text: string,
  secrets: readonly string[] = [],
  { names }: Pick<RedactNamesOptions, 'names'> = {},
): string {
  return redactAll(redactNames(text, { names }).value, listSpellings(secrets));
}

/** Returns each secret as given and as JSON escapes it, longest first. */
function listSpellings(secrets: readonly string[]): readonly string[] {
  const spellings = secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(spellings)].sort((left, right) => right.length - left.length);
}

function prefixOf(secret: string): string {
  return secret.slice(0, PREFIX_LENGTH);
}

/** Replaces a secret in a text, also where only its first {@link PREFIX_LENGTH} characters or more are there. */
function redactOne(text: string, secret: string): string {
  const start = prefixOf(secret);
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, from)) {
    let length = start.length;
    while (length < secret.length && text[at + length] === secret[length]) length += 1;
    parts.push(text.slice(from, at), MASK);
    from = at + length;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(from);
}

function redactValue(value: JsonValue, secrets: readonly string[]): JsonValue {
  if (typeof value === 'string') return redactAll(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonArray(value)) return value.map((member) => redactValue(member, secrets));
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value)) {
    const redacted = redactAll(name, secrets);
    // Two redacted names must not become the same member.
    const isTaken = Object.hasOwn(members, redacted);
    members[isTaken ? `${redacted} ${Object.keys(members).length}` : redacted] = redactValue(member, secrets);
  }
  return members;
}

function redactAll(text: string, secrets: readonly string[]): string {
  const withoutKnown = secrets.reduce(redactOne, text);
  if (!TRACES.test(withoutKnown)) return withoutKnown;
  return SHAPES.reduce((rest, shape) => rest.replace(shape, `$1${MASK}`), withoutKnown);
}
