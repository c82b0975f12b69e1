import { isJsonArray, type JsonObject, type JsonValue, MASK } from '@agent-safe/core';

/** Shorter values than this stand in too many words to be taken out of them. */
const SHORTEST_SECRET = 4;

/** So much of a secret is recognised where the rest was cut off. */
const RECOGNISED = 16;

/** What every shape below has in it: one quick look tells that a text has none of them, as nearly all do. */
const TRACES =
  /eyJ|whs[ek]|private key|:\/\/|slack|discord|xox|gh[oprsu]_|github_pat|bearer|basic |AKIA|ASIA|AIza|sk[-_]|glpat|npm_|pypi-|hvs\.|dop_v1|secret|accountkey|passw|api.?key|access.?token|[?&](?:token|sig|key)/i;

/**
 * What is a secret by its shape, wherever it stands: tokens, signing secrets, private keys, what stands before the host of
 * an address, what is given to names such as `password`, and addresses that are a secret themselves. What is in the first
 * group stays. Every repetition is bounded, or ends where another cannot begin: who writes the text must not choose how
 * long it takes to read.
 */
const SHAPES = [
  /()eyJ[\w-]{4,}(?:\.[\w-]*)*/g,
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
 * A value with every secret in it replaced by `***`, in texts and in names: those that are known, and what is one by its
 * shape. Applied to all that is recorded, because reasons, results and states quote what they were given.
 *
 * @param secrets in clear, such as the values of sensitive parameters; those of fewer than four characters are passed over
 */
export function redactSecrets(value: JsonObject, secrets: readonly string[] = []): JsonObject {
  const known = spell(secrets);
  const text = JSON.stringify(value);
  const isSuspect =
    known.some((secret) => text.includes(JSON.stringify(begin(secret)).slice(1, -1))) || TRACES.test(text);
  return isSuspect ? (redactValue(value, known) as JsonObject) : value;
}

/** A text with every secret in it replaced by `***`, as {@link redactSecrets} does it. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  return takeOutAll(text, spell(secrets));
}

/** The secrets as they are and as they stand in quotes, the longest first. */
function spell(secrets: readonly string[]): readonly string[] {
  const spelt = secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(spelt)].sort((left, right) => right.length - left.length);
}

function begin(secret: string): string {
  return secret.slice(0, RECOGNISED);
}

/** Takes a secret out of a text, and as much of it as is there where its end was cut off. */
function takeOut(text: string, secret: string): string {
  const start = begin(secret);
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
  if (typeof value === 'string') return takeOutAll(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonArray(value)) return value.map((member) => redactValue(member, secrets));
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value)) {
    const redacted = takeOutAll(name, secrets);
    // Two names that were secrets must not become one.
    const isTaken = Object.hasOwn(members, redacted);
    members[isTaken ? `${redacted} ${Object.keys(members).length}` : redacted] = redactValue(member, secrets);
  }
  return members;
}

function takeOutAll(text: string, secrets: readonly string[]): string {
  const withoutKnown = secrets.reduce(takeOut, text);
  if (!TRACES.test(withoutKnown)) return withoutKnown;
  return SHAPES.reduce((rest, shape) => rest.replace(shape, `$1${MASK}`), withoutKnown);
}
