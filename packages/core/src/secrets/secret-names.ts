/**
 * The names of members and parameters whose values are secrets. A name is compared by its words: `DB_PASSWORD`, `dbPassword`,
 * `db-password` and `db.password` have the words `db` and `password`. A name is secret if its words end with one of these terms.
 * This list is the only one. Projects add names with the setting `secret_names`.
 */
const TERMS = [
  ...['password', 'passwords', 'passwd', 'passphrase', 'passcode', 'pass', 'pwd', 'pw', 'htpasswd', 'credential'],
  ...['credentials', 'secret', 'secrets', 'token', 'tokens', 'jwt', 'bearer', 'cookie', 'cookies', 'authorization'],
  ...['otp', 'pin', 'dsn', 'apikey', 'privatekey', 'secretkey', 'accesskey', 'dockercfg', 'dockerconfigjson'],
  ...['api key', 'api keys', 'app key', 'private key', 'private keys', 'secret key', 'secret id', 'access key'],
  ...['account key', 'auth key', 'encryption key', 'license key', 'master key', 'session key', 'shared key'],
  ...['signing key', 'storage key', 'tls key', 'webhook key', 'connection string', 'connection strings', 'conn string'],
  ...['conn str', 'connstr', 'basic auth', 'id rsa'],
];

/** Names that end with a term and hold no secret: positions of a list, counts, and names of Kubernetes objects. */
const EXEMPT = [
  ...['next token', 'page token', 'continue token', 'continuation token', 'pagination token', 'cancellation token'],
  ...['client request token', 'client token', 'idempotency token', 'sync token', 'image pull secrets', 'cancel token'],
  ...['max tokens', 'min tokens', 'num tokens', 'total tokens', 'prompt tokens', 'completion tokens', 'input tokens'],
  ...['output tokens', 'used tokens', 'remaining tokens', 'image pull secret', 'forgot password', 'public access key'],
];

/** Words without separators that end a longer word, as in `dbpassword` and `PGPASSWORD`. Shorter terms end ordinary words. */
const ENDINGS = ['password', 'passwd', 'passphrase', 'passcode', 'secret', 'apikey', 'privatekey', 'authtoken'];

/** Words after a term that name a form of the secret, as in `password_hash` and `SecretString`. */
const FORMS = new Set([
  ...['value', 'values', 'text', 'plain', 'plaintext', 'cleartext', 'raw', 'string', 'binary', 'data', 'base64', 'b64'],
  ...[
    'encoded',
    'hash',
    'hashed',
    'new',
    'old',
    'current',
    'previous',
    'next',
    'confirm',
    'confirmation',
    'again',
    'json',
  ],
  ...['default', 'content', 'production', 'prod', 'staging', 'dev', 'test'],
]);

const LONGEST_NAME = 256;

/** Names whose values are secret. */
export interface SecretNames {
  /** Whether the value of a member of this name is secret. */
  readonly has: (name: string) => boolean;
  /** Whether a text may contain such a name. It is fast, and is true more often than needed. */
  readonly mayOccurIn: (text: string) => boolean;
}

/** Splits a name into its words in lower case: at separators, at camel case, and before a number at its end. */
export function splitName(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** @param added names that the project adds to the list, in any of the forms */
export function makeSecretNames(added: readonly string[] = []): SecretNames {
  const own = added.map((name) => splitName(name).join(' ')).filter((name) => name !== '');
  const terms = new Set([...TERMS, ...own]);
  const longest = Math.max(...[...terms].map((term) => term.split(' ').length));
  const traces = own.map((name) => name.split(' ').at(-1) ?? '').filter((word) => !TRACES.test(word));
  const known = new Map<string, boolean>();
  const has = (name: string): boolean => {
    if (name.length > LONGEST_NAME) return isSecret(splitName(name.slice(-LONGEST_NAME)), terms, longest);
    let isKnown = known.get(name);
    if (isKnown !== undefined) return isKnown;
    isKnown = isSecret(splitName(name), terms, longest);
    // The authors of requests choose names, so the cache has a limit.
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(name, isKnown);
    return isKnown;
  };
  const mayOccurIn = (text: string): boolean => {
    if (TRACES.test(text)) return true;
    const lower = traces.length === 0 ? '' : text.toLowerCase();
    return traces.some((trace) => lower.includes(trace));
  };
  return { has, mayOccurIn };
}

const MOST_KNOWN = 4_096;

/** Each term contains one of these texts. */
const TRACES =
  /pass|pwd|pw|credential|secret|token|jwt|bearer|cookie|authorization|otp|pin|dsn|key|docker|conn|auth|rsa/i;

function isSecret(words: readonly string[], terms: ReadonlySet<string>, longest: number): boolean {
  let end = words.length;
  for (; end > 0; end -= 1) {
    if (endsWithTerm(words.slice(0, end), terms, longest)) return true;
    const last = words[end - 1] ?? '';
    // A form or a number may follow a term, and never is the whole name.
    if (!FORMS.has(last) && !/^\d+$/.test(last)) return false;
  }
  return false;
}

function endsWithTerm(words: readonly string[], terms: ReadonlySet<string>, longest: number): boolean {
  const name = words.join(' ');
  if (EXEMPT.some((exempt) => name === exempt || name.endsWith(` ${exempt}`))) return false;
  for (let count = 1; count <= Math.min(longest, words.length); count += 1) {
    if (terms.has(words.slice(-count).join(' '))) return true;
  }
  const last = (words.at(-1) ?? '').replace(/\d+$/, '');
  return terms.has(last) || ENDINGS.some((ending) => last.endsWith(ending));
}

/** The names without those of a project. */
export const SECRET_NAMES: SecretNames = makeSecretNames();
