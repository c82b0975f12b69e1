import { Agent, request } from 'node:https';
import type { JsonObject } from '@agent-safe/core';
import { kubectl, LIVE } from './kubectl.ts';

/** Requests to the API without a kubectl process, for speed. */
let connection: Promise<Connection> | undefined;

interface Connection {
  /** Credentials of a kubeconfig. */
  readonly cluster: { readonly server: string };
  readonly agent: Agent;
}

interface FlatKubeconfig {
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly users: readonly {
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string };
  }[];
}

async function connect(): Promise<Connection> {
  const view = ['config', 'view', '--raw', '--flatten', '--minify', '--output=json'];
  const { clusters, users } = JSON.parse(await kubectl(view)) as FlatKubeconfig;
  const [cluster, user] = [clusters[0]?.cluster, users[0]?.user];
  if (cluster === undefined || user === undefined) throw new Error(`${LIVE.kubeconfig} has no cluster or no user.`);
  const decode = (text: string) => Buffer.from(text, 'base64');
  const agent = new Agent({
    keepAlive: true,
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  });
  return { cluster, agent };
}

/** Address of the API and its certificate authority. */
export async function describeCluster(): Promise<object> {
  connection ??= connect();
  return (await connection).cluster;
}

/** Calls the API directly, with full permissions. @throws if the API refuses, except for the deletion of a missing object */
export async function call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<JsonObject> {
  connection ??= connect();
  const { agent, cluster } = await connection;
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, cluster.server), { method, agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const status = answer.statusCode ?? 0;
        const isGone = method === 'DELETE' && status === 404;
        if (status < 300 || isGone) resolve(JSON.parse(text) as JsonObject);
        else reject(new Error(`${method} ${path}: ${status} ${text}`));
      });
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** Service account with permissions, in one namespace or in all. */
export interface Grant {
  readonly name: string;
  /** Namespace of the account. */
  readonly home: string;
  readonly rules: readonly { readonly namespace: string | undefined; readonly rule: object | readonly object[] }[];
}

/** Creates an account with exactly these permissions. @returns its token */
export async function grant({ home, name, rules }: Grant, seconds = 600): Promise<string> {
  const accounts = `/api/v1/namespaces/${home}/serviceaccounts`;
  await call('POST', accounts, { metadata: { name } });
  const subjects = [{ kind: 'ServiceAccount', name, namespace: home }];
  const each = rules.map(async ({ namespace, rule }) => {
    const [kind, path] = pathOf(namespace);
    await call('POST', `${path}roles`, { metadata: { name }, rules: [rule].flat() });
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind, name };
    await call('POST', `${path}rolebindings`, { metadata: { name }, roleRef, subjects });
  });
  await Promise.all(each);
  const asked = await call('POST', `${accounts}/${name}/token`, { spec: { expirationSeconds: seconds } });
  return (asked.status as { readonly token: string }).token;
}

/** Deletes the account and its permissions. Its token becomes invalid. */
export async function withdraw({ home, name, rules }: Grant): Promise<void> {
  const paths = rules.flatMap(({ namespace }) => {
    const [, path] = pathOf(namespace);
    return [`${path}rolebindings/${name}`, `${path}roles/${name}`];
  });
  await Promise.all(
    [`/api/v1/namespaces/${home}/serviceaccounts/${name}`, ...paths].map((path) => call('DELETE', path)),
  );
}

function pathOf(namespace: string | undefined): readonly [kind: string, path: string] {
  return namespace === undefined ? ['ClusterRole', `${RBAC}/cluster`] : ['Role', `${RBAC}/namespaces/${namespace}/`];
}
