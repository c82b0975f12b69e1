import { isJsonArray, type JsonObject, type JsonValue, MASK } from '@agent-safe/core';

/** Shorter values than this stand in too many words to be taken out of them. */
const SHORTEST_SECRET = 4;

/** What every shape below has in it: one quick look tells that a text has none of them, as nearly all do. */
const TRACES = /eyJ|whs[ek]|private key|:\/\/|hooks\.slack|xox|gh[opsu]_|github_pat|bearer/i;

/**
 * What is a secret by its shape, wherever it stands: tokens, signing secrets, private keys, the password in an address, and
 * addresses that are a secret themselves. What is in the first group stays. Every repetition is bounded, or ends where
 * another cannot begin: who writes the text must not choose how long it takes to read.
 */
const SHAPES = [
  /()eyJ[\w-]{4,}(?:\.[\w-]*)*/g,
  /()\bwhs(?:ec|k)_[A-Za-z0-9+/=]+/g,
  /()-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,32}PRIVATE KEY-----)?/g,
  /(\b[a-z][a-z0-9+.-]{0,16}:\/\/[^\s/@:]{0,128}:)[^\s/@]{1,512}(?=@)/gi,
  /(\bhooks\.slack\.com\/)[\w/-]+/g,
  /()\b(?:xox[a-z]-[\w-]{8,}|gh[opsu]_\w{20,}|github_pat_\w{20,})/g,
  /(\bBearer\s{1,8})[\w.~+/=-]{8,}/gi,
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
  const text = JSON.stringify(value);
  const isSuspect = known.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1))) || TRACES.test(text);
  return isSuspect ? (scrubValue(value, known) as JsonObject) : value;
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
  if (!TRACES.test(withoutKnown)) return withoutKnown;
  return SHAPES.reduce((rest, shape) => rest.replace(shape, `$1${MASK}`), withoutKnown);
}
