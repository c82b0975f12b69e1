import { dirname, resolve } from 'node:path';
import { type CredentialLease, isJsonArray, type JsonObject, type JsonValue, parseJson, quote } from '@agent-safe/core';
import { checkServer } from '../api/check-server.ts';
import { KubeconfigInvalid } from '../api/kubeconfig-invalid.ts';

/** Cluster and user of one kubeconfig. */
export interface Kubeconfig {
  readonly cluster: JsonObject;
  /** Undefined if the kubeconfig has no credentials. */
  readonly user: JsonObject | undefined;
}

/** Returns the arguments of kubectl that read one context of a file with its cluster and user. */
export function readingWords(file: string | undefined, context: string | undefined): readonly string[] {
  const chosen = [
    ...(file === undefined ? [] : [`--kubeconfig=${file}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
  ];
  return ['config', 'view', ...chosen, '--raw', '--minify', '--flatten', '--output=json'];
}

/** Reads the output of kubectl. @throws KubeconfigInvalid if it names no cluster */
export function parseKubeconfig(text: string, file: string | undefined): Kubeconfig {
  const document = readObject(parseJson(text, 'kubeconfig'));
  const cluster = readObject(readObject(readFirst(document.clusters)).cluster);
  const user = resolvePaths(readObject(readObject(readFirst(document.users)).user), file);
  if (typeof cluster.server !== 'string') throw new KubeconfigInvalid(`${describeFile(file)} names no cluster.`);
  checkServer(cluster.server);
  return { cluster, user: Object.keys(user).length === 0 ? undefined : user };
}

/** Names a kubeconfig for a message. */
export function describeFile(file: string | undefined): string {
  return file === undefined ? 'The default kubeconfig of kubectl' : `The kubeconfig ${quote(file)}`;
}

/** Makes the paths of a user absolute. kubectl leaves some of them relative to the original file. */
function resolvePaths(user: JsonObject, file: string | undefined): JsonObject {
  if (file === undefined) return user;
  const from = (path: JsonValue | undefined) =>
    typeof path === 'string' ? { path: resolve(dirname(file), path) } : undefined;
  const { exec, tokenFile } = user;
  const token = from(tokenFile);
  const { command } = readObject(exec);
  // A name without a slash is searched in PATH.
  const program = typeof command === 'string' && /[/\\]/.test(command) ? from(command) : undefined;
  return {
    ...user,
    ...(token === undefined ? {} : { tokenFile: token.path }),
    ...(program === undefined ? {} : { exec: { ...readObject(exec), command: program.path } }),
  };
}

/**
 * Writes a kubeconfig for one call, with the verified cluster and a user. The text is JSON, which is valid YAML.
 *
 * @param lease replaces the credentials of the kubeconfig
 * @throws KubeconfigInvalid if there are no credentials, or the lease has none for Kubernetes
 */
export function writeKubeconfig({ cluster, user }: Kubeconfig, lease: CredentialLease | null): string {
  const own = lease === null ? user : readLease(lease);
  if (own === undefined) throw new KubeconfigInvalid('The kubeconfig has no credentials, and the vault issued none.');
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
