import { dirname, resolve } from 'node:path';
import { type CredentialLease, isJsonArray, type JsonObject, type JsonValue, parseJson, quote } from '@agent-safe/core';

/** A cluster and who talks to it, as one kubeconfig had them when it was read. */
export interface Kubeconfig {
  readonly cluster: JsonObject;
  /** Undefined where the kubeconfig has no credentials of its own. */
  readonly user: JsonObject | undefined;
}

/** A cluster cannot be reached by what was configured. Nothing was done. */
export class KubeconfigInvalid extends Error {
  override readonly name = 'KubeconfigInvalid';
}

/** The words of kubectl that read one context of a file, with what it refers to. */
export function readingWords(file: string | undefined, context: string | undefined): readonly string[] {
  const chosen = [
    ...(file === undefined ? [] : [`--kubeconfig=${file}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
  ];
  return ['config', 'view', ...chosen, '--raw', '--minify', '--flatten', '--output=json'];
}

/** @throws KubeconfigInvalid where it names no cluster */
export function parseKubeconfig(text: string, file: string | undefined): Kubeconfig {
  const document = readObject(parseJson(text, 'kubeconfig'));
  const cluster = readObject(readObject(readFirst(document.clusters)).cluster);
  const user = resolvePaths(readObject(readObject(readFirst(document.users)).user), file);
  if (typeof cluster.server !== 'string') throw new KubeconfigInvalid(`${describeFile(file)} names no cluster.`);
  return { cluster, user: Object.keys(user).length === 0 ? undefined : user };
}

export function describeFile(file: string | undefined): string {
  return file === undefined ? 'The kubeconfig that kubectl takes' : `The kubeconfig ${quote(file)}`;
}

/** What kubectl leaves as it stands is relative to the file that it stands in, and not to where it is written to. */
function resolvePaths(user: JsonObject, file: string | undefined): JsonObject {
  if (file === undefined) return user;
  const from = (path: JsonValue | undefined) =>
    typeof path === 'string' ? { path: resolve(dirname(file), path) } : undefined;
  const { exec, tokenFile } = user;
  const token = from(tokenFile);
  const { command } = readObject(exec);
  // A name alone is one that PATH finds.
  const program = typeof command === 'string' && /[/\\]/.test(command) ? from(command) : undefined;
  return {
    ...user,
    ...(token === undefined ? {} : { tokenFile: token.path }),
    ...(program === undefined ? {} : { exec: { ...readObject(exec), command: program.path } }),
  };
}

/**
 * A kubeconfig for one call: the cluster as it was verified, and who talks to it. Its text is JSON, which YAML includes.
 *
 * @param lease in place of the credentials that the kubeconfig has
 * @throws KubeconfigInvalid where there are no credentials, or the lease has none for Kubernetes
 */
export function writeKubeconfig({ cluster, user }: Kubeconfig, lease: CredentialLease | null): string {
  const own = lease === null ? user : readLease(lease);
  if (own === undefined) throw new KubeconfigInvalid('The kubeconfig has no credentials, and no others were issued.');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cluster', cluster }],
    users: [{ name: 'user', user: own }],
    contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'user' } }],
    'current-context': 'context',
  });
}

function readLease({ type, values }: CredentialLease): JsonObject {
  const { client_certificate: certificate, client_key: key, token } = values;
  if (type === 'kubernetes' && token !== undefined) return { token };
  if (type === 'kubernetes' && certificate !== undefined && key !== undefined) {
    const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64');
    return { 'client-certificate-data': encode(certificate), 'client-key-data': encode(key) };
  }
  throw new KubeconfigInvalid('The vault issued neither a token nor a certificate for Kubernetes.');
}

function readFirst(value: JsonValue | undefined): JsonValue | undefined {
  return value !== undefined && isJsonArray(value) ? value[0] : undefined;
}

function readObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value) ? value : {};
}
