import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { dirname, resolve } from 'node:path';
import { type CredentialLease, quote } from '@agent-safe/core';
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';
import { checkServer } from '../api/check-server.ts';
import { KubeconfigInvalid } from '../api/kubeconfig-invalid.ts';
import { chooseProxy } from './proxy.ts';
import { TunnelAgent } from './tunnel-agent.ts';

type ClientNode = typeof import('@kubernetes/client-node');

/** The configuration to read: a file, a context, or the service account of the pod that this process runs in. */
export interface AccessSource {
  /** Path of a kubeconfig. Default: `KUBECONFIG`, then `~/.kube/config`, then the service account of the pod. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  /** Variables that name a proxy. Default: the environment of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A cluster, and the user that identifies it. Both are read once. Later changes of the files have no effect. */
export interface ClusterAccess {
  readonly cluster: Cluster;
  /** Undefined if the configuration has no credentials. */
  readonly user: User | undefined;
}

/**
 * Reads one context of a kubeconfig, with the certificates that it refers to.
 *
 * @throws KubeconfigInvalid if there is no such file, context or cluster
 */
export function readAccess(
  library: ClientNode,
  { context, environment = process.env, kubeconfig }: AccessSource,
): ClusterAccess {
  const config = new library.KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch {
    // The error of the parser quotes lines of the file, and these can hold secrets.
    throw new KubeconfigInvalid(`${describe(kubeconfig)} cannot be used. It cannot be read.`);
  }
  const name = context ?? config.getCurrentContext();
  const chosen = config.getContextObject(name);
  if (chosen === null)
    throw new KubeconfigInvalid(
      `${describe(kubeconfig)} cannot be used. It has no ${context === undefined ? 'current context' : `context ${quote(context)}`}.`,
    );
  const cluster = config.getCluster(chosen.cluster);
  if (cluster === null || typeof cluster.server !== 'string')
    throw new KubeconfigInvalid(
      `${describe(kubeconfig)} cannot be used. Its context names a cluster that is not in it.`,
    );
  checkServer(cluster.server);
  const user = config.getUser(chosen.user);
  if (kubeconfig !== undefined) refuseUnknownFields(kubeconfig);
  return {
    cluster: { ...embedFiles(cluster), ...proxyOf(cluster, environment) },
    user: user === null || isEmpty(user) ? undefined : resolveProgram(embedUserFiles(user), kubeconfig),
  };
}

/** The proxy is chosen now, so that the execution uses the one by which the cluster was verified. */
function proxyOf(
  { proxyUrl, server }: Cluster,
  environment: NonNullable<AccessSource['environment']>,
): Partial<Cluster> {
  const chosen = chooseProxy(server, proxyUrl, environment);
  return chosen === undefined ? {} : { proxyUrl: chosen };
}

/** Fields of a user that kubectl obeys, and the client drops. Without them the requests would have other permissions. */
const UNKNOWN_FIELDS = /(?:^|[\s{,"'-])(as-uid|as-groups|as-user-extra|tokenFile)["']?\s*:/m;

function refuseUnknownFields(kubeconfig: string): void {
  const [, field] = UNKNOWN_FIELDS.exec(readFileSync(kubeconfig, 'utf8')) ?? [];
  if (field === undefined) return;
  const advice = 'Remove it, or use the executor "subprocess".';
  throw new KubeconfigInvalid(
    `${describe(kubeconfig)} cannot be used. The executor "k8s" does not support "${field}". ${advice}`,
  );
}

/** The path of a credential program is relative to the kubeconfig. A name without a slash is searched in PATH. */
function resolveProgram(user: User, kubeconfig: string | undefined): User {
  const { exec } = user as { readonly exec?: { readonly command?: unknown } | null };
  if (kubeconfig === undefined || typeof exec?.command !== 'string' || !/[/\\]/.test(exec.command)) return user;
  return { ...user, exec: { ...exec, command: resolve(dirname(kubeconfig), exec.command) } };
}

function describe(file: string | undefined): string {
  return file === undefined ? 'The default kubeconfig' : `The kubeconfig ${quote(file)}`;
}

/** Whether a user has a name and no credentials. */
function isEmpty(user: User): boolean {
  return Object.entries(user).every(([key, value]) => key === 'name' || value === undefined || value === null);
}

/** The file is read now: a later change could lead to another cluster than the verified one. */
function embedFiles({ caFile, ...cluster }: Cluster): Cluster {
  return caFile === undefined || cluster.caData !== undefined ? cluster : { ...cluster, caData: encode(caFile) };
}

function embedUserFiles({ certFile, keyFile, ...user }: User): User {
  return {
    ...user,
    ...(typeof certFile !== 'string' ? {} : { certData: encode(certFile) }),
    ...(typeof keyFile !== 'string' ? {} : { keyData: encode(keyFile) }),
  };
}

function encode(file: string): string {
  try {
    return readFileSync(file).toString('base64');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read: ${code ?? 'unknown'}`;
    throw new KubeconfigInvalid(`The file ${quote(file)} of the kubeconfig ${why}.`);
  }
}

/**
 * Combines a verified cluster with the credentials of one execution, or with the user of the kubeconfig.
 *
 * @throws KubeconfigInvalid if neither has credentials for Kubernetes
 */
export function joinAccess(
  library: ClientNode,
  { cluster, user }: ClusterAccess,
  lease: CredentialLease | null,
): KubeConfig {
  const own = lease === null ? user : readLease(lease);
  if (own === undefined) throw new KubeconfigInvalid('The kubeconfig has no credentials, and the vault issued none.');
  const config = new library.KubeConfig();
  config.loadFromClusterAndUser(cluster, own);
  const apply = config.applyToHTTPSOptions.bind(config);
  const tunnels = new Tunnels(cluster);
  config.applyToHTTPSOptions = async (options) => {
    // Otherwise NODE_TLS_REJECT_UNAUTHORIZED=0 would disable the verification, and the credentials could go to anyone.
    Object.assign(options, { rejectUnauthorized: cluster.skipTLSVerify !== true });
    await apply(options);
    const tunnel = tunnels.open(options);
    if (tunnel !== undefined) options.agent = tunnel;
  };
  return config;
}

type TlsOptions = Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'>;

/** The tunnel to one cluster, for its requests, watches and web sockets. */
class Tunnels {
  readonly #cluster: Cluster;
  #agent: TunnelAgent | undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** @returns undefined without an HTTP proxy. The client connects to SOCKS proxies */
  open({ ca, cert, key, rejectUnauthorized, servername }: TlsOptions): TunnelAgent | undefined {
    const { proxyUrl = '', server } = this.#cluster;
    if (!server.startsWith('https:') || !/^https?:/i.test(proxyUrl)) return undefined;
    this.#agent ??= new TunnelAgent(proxyUrl, {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(servername !== undefined && { servername }),
      rejectUnauthorized: rejectUnauthorized !== false,
    });
    return this.#agent;
  }
}

function readLease({ type, values }: CredentialLease): User {
  const { client_certificate: certificate, client_key: key, token } = values;
  if (type === 'kubernetes' && token !== undefined) return { name: 'lease', token };
  if (type === 'kubernetes' && certificate !== undefined && key !== undefined) {
    const encodeText = (text: string) => Buffer.from(text, 'utf8').toString('base64');
    return { name: 'lease', certData: encodeText(certificate), keyData: encodeText(key) };
  }
  throw new KubeconfigInvalid('The vault issued neither a token nor a certificate for Kubernetes.');
}
