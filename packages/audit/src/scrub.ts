import { isJsonArray, type JsonObject, type JsonValue, MASK } from '@agent-safe/core';

/** Shorter values than this stand in too many words to be taken out of them. */
const SHORTEST_SECRET = 4;

/**
 * What is a secret by its shape, wherever it stands: tokens, signing secrets, private keys, the password in an address, and
 * addresses that are a secret themselves.
 */
const SHAPES = [
  /eyJ[\w-]{4,}(?:\.[\w-]*)*/g,
  /\bwhs(?:ec|k)_[A-Za-z0-9+/=]+/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g,
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:)[^\s/@]+(?=@)/gi,
  /(?<=\bhooks\.slack\.com\/)[\w/-]+/g,
  /\b(?:xox[a-z]-[\w-]{8,}|gh[opsu]_\w{20,}|github_pat_\w{20,})/g,
  /(?<=\bBearer\s+)[\w.~+/=-]{8,}/gi,
];

/**
 * A value with every secret in it replaced by `***`, in texts and in names: those that are known, and what is one by its
 * shape. Applied to all that is recorded, because reasons, results and states quote what they were given.
 *
 * @param secrets in clear, such as the values of sensitive parameters; those of fewer than four characters are passed over
 */
export function scrub(value: JsonObject, secrets: readonly string[] = []): JsonObject {
  const known = secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((left, right) => right.length - left.length);
  // Nearly always there is nothing: one look at the whole is enough.
  const text = JSON.stringify(value);
  const isSuspect = known.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1))) || hasShape(text);
  return isSuspect ? (scrubValue(value, known) as JsonObject) : value;
}

function hasShape(text: string): boolean {
  return SHAPES.some((shape) => text.search(shape) >= 0);
}

function scrubValue(value: JsonValue, secrets: readonly string[]): JsonValue {
  if (typeof value === 'string') return scrubText(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonArray(value)) return value.map((member) => scrubValue(member, secrets));
  const members = Object.entries(value).map(([name, member]) => {
    return [scrubText(name, secrets), scrubValue(member, secrets)] as const;
  });
  return Object.fromEntries(members);
}

function scrubText(text: string, secrets: readonly string[]): string {
  const withoutKnown = secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
  return SHAPES.reduce((rest, shape) => rest.replace(shape, MASK), withoutKnown);
}
