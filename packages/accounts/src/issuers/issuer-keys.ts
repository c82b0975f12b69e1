import { readFile } from 'node:fs/promises';
import {
  type IssuerAlgorithm,
  isJsonArray,
  type JsonObject,
  type JsonValue,
  parseJson,
  type TrustedIssuer,
} from '@agent-safe/core';
import { getDocument, isLoopbackUrl } from '@agent-safe/webhook';
import { type CryptoKey, importJWK, type JWK } from 'jose';

/** Milliseconds for which keys are used before they are read again. */
const FRESH = 600_000;
/** Milliseconds for which keys are used while they cannot be read again. */
const STALE = 3_600_000;
/** Milliseconds between two readings, so that tokens with made-up key ids cause no flood. */
const PAUSE = 30_000;
const [TIMEOUT, LONGEST, MOST_KEYS] = [5_000, 262_144, 100];

const IN_CLUSTER = '/var/run/secrets/kubernetes.io/serviceaccount';
const CLUSTER_KEYS = 'https://kubernetes.default.svc/openid/v1/jwks';

/** Reads a document by its URL. For tests. */
export type Fetch = typeof getDocument;

/** The public keys of one issuer. They are read on first use, and again when they are old or a key is unknown. */
export class IssuerKeys {
  readonly #issuer: TrustedIssuer;
  readonly #clock: () => number;
  readonly #fetch: Fetch;
  #keys: readonly JsonObject[] = [];
  #imported = new WeakMap<JsonObject, Promise<CryptoKey | Uint8Array>>();
  #readAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(issuer: TrustedIssuer, clock: () => number, fetch: Fetch = getDocument) {
    this.#issuer = issuer;
    this.#clock = clock;
    this.#fetch = fetch;
  }

  /** Finds a key by its id, for one algorithm. @returns undefined if the issuer has no such key now, or its keys cannot be read */
  async find(kid: string, alg: IssuerAlgorithm): Promise<CryptoKey | Uint8Array | undefined> {
    const age = this.#clock() - this.#readAt;
    const isFresh = age >= 0 && age < FRESH;
    if (!isFresh || this.#choose(kid, alg) === undefined) await this.#read();
    // Keys that could not be read for a long time may have been withdrawn.
    if (!(this.#clock() - this.#readAt < STALE)) return undefined;
    const key = this.#choose(kid, alg);
    if (key === undefined) return undefined;
    const known = this.#imported.get(key) ?? importJWK(key as JWK, alg);
    this.#imported.set(key, known);
    return known.catch(() => undefined);
  }

  #choose(kid: string, alg: IssuerAlgorithm): JsonObject | undefined {
    return this.#keys.find((key) => key.kid === kid && fits(key, alg));
  }

  /** Reads the keys, unless that was tried a moment ago. Concurrent calls share one reading. */
  #read(): Promise<void> {
    const now = this.#clock();
    const since = now - this.#triedAt;
    if (this.#reading !== undefined) return this.#reading;
    if (since >= 0 && since < PAUSE) return Promise.resolve();
    this.#triedAt = now;
    this.#reading = this.#readNow()
      .then((keys) => {
        this.#keys = keys;
        this.#readAt = now;
      })
      // The old keys stay for a while. Without any key, tokens of this issuer are refused.
      .catch(() => undefined)
      .finally(() => {
        this.#reading = undefined;
      });
    return this.#reading;
  }

  async #readNow(): Promise<readonly JsonObject[]> {
    const { issuer, jwks_uri, kind } = this.#issuer;
    const given = jwks_uri ?? (kind === 'kubernetes' ? CLUSTER_KEYS : undefined);
    const url = given ?? (await this.#discover());
    const text = await this.#get(url, given !== undefined || isLoopbackUrl(new URL(issuer)));
    const { keys } = readObject(text);
    if (typeof keys !== 'object' || keys === null || !isJsonArray(keys) || keys.length > MOST_KEYS) {
      throw new TypeError('The document has no list of keys.');
    }
    return keys.filter((key): key is JsonObject => typeof key === 'object' && key !== null && !isJsonArray(key));
  }

  async #discover(): Promise<string> {
    const { issuer } = this.#issuer;
    const found = readObject(await this.#get(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, true));
    // Otherwise another issuer on the same host could publish keys for this one.
    if (found.issuer !== issuer || typeof found.jwks_uri !== 'string') {
      throw new TypeError('The discovery document is of another issuer.');
    }
    return found.jwks_uri;
  }

  /** @param mayBeLoopback whether the URL is from the settings, so that a loopback address in it is meant */
  async #get(url: string, mayBeLoopback: boolean): Promise<string> {
    const { allow_private, jwks_uri, kind } = this.#issuer;
    const isCluster = kind === 'kubernetes';
    const allowPrivate = (allow_private ?? isCluster) || (mayBeLoopback && isLoopbackUrl(new URL(url)));
    const isDefault = isCluster && jwks_uri === undefined;
    const ca_file = this.#issuer.ca_file ?? (isDefault ? `${IN_CLUSTER}/ca.crt` : undefined);
    const token_file = this.#issuer.token_file ?? (isDefault ? `${IN_CLUSTER}/token` : undefined);
    const isOwn = url === (jwks_uri ?? CLUSTER_KEYS);
    // The file changes while the process runs, so it is read each time.
    const token = token_file === undefined || !isOwn ? undefined : (await readFile(token_file, 'utf8')).trim();
    return this.#fetch({
      url,
      allowPrivate,
      maxBytes: LONGEST,
      timeoutMs: TIMEOUT,
      ...(ca_file === undefined ? {} : { ca: await readFile(ca_file, 'utf8') }),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
  }
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', EdDSA: 'Ed25519' };
/** Characters of a modulus of 2,048 bits in base64url, without leading zeros. */
const SHORTEST_MODULUS = 342;

/** Whether a key is a public key for signatures with an algorithm. */
function fits(key: JsonObject, alg: IssuerAlgorithm): boolean {
  const { crv, key_ops, kty, n, use } = key;
  if (key.d !== undefined || key.k !== undefined) return false;
  if ((key.alg !== undefined && key.alg !== alg) || (use !== undefined && use !== 'sig')) return false;
  const isForVerifying =
    key_ops === undefined ||
    (typeof key_ops === 'object' && key_ops !== null && isJsonArray(key_ops) && key_ops.includes('verify'));
  if (!isForVerifying) return false;
  if (/^[RP]S/.test(alg))
    return kty === 'RSA' && typeof n === 'string' && n.replace(/^A+/, '').length >= SHORTEST_MODULUS;
  return kty === (alg === 'EdDSA' ? 'OKP' : 'EC') && crv === CURVES[alg];
}

function readObject(text: string): JsonObject {
  const value: JsonValue = parseJson(text, 'document');
  if (typeof value === 'object' && value !== null && !isJsonArray(value)) return value;
  throw new TypeError('The document is no JSON object.');
}
