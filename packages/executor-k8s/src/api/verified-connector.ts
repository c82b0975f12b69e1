import { existsSync } from 'node:fs';
import {
  type CredentialLease,
  type Execution,
  type ExecutionContext,
  quote,
  type Refused,
  type ScopeProbe,
  type ScopeResult,
  type TargetScope,
} from '@agent-safe/core';
import { Cluster } from './cluster.ts';
import { type Connector, readClusterUid } from './connector.ts';
import { RequestNotSent, type Transport } from './transport.ts';

/** Settings of one cluster. */
interface ClusterSettings {
  /** The `uid` of its namespace kube-system. It identifies the cluster. A kubeconfig cannot change it. */
  readonly uid: string;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

export interface ConnectorOptions {
  /** Clusters by name, as in the scopes of targets. */
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  /** Replaces the kubeconfig of every cluster. The `uid` still applies. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** Reads the access to clusters, and connects to clusters. */
export interface Dialer<Access> {
  /** Reads one context of a kubeconfig. No cluster is contacted. @throws RequestNotSent */
  read(file: string | undefined, context: string | undefined, signal: AbortSignal): Promise<Access>;
  /** Whether the access includes credentials. */
  hasUser(access: Access): boolean;
  /** @param lease credentials of the execution. Null to use the credentials of the access */
  connect(access: Access, lease: CredentialLease | null, context: ExecutionContext): Promise<Transport>;
}

interface OpenTransport<Access> {
  readonly access: Access;
  readonly lease: CredentialLease | null;
  readonly transport: Transport;
}

/** Executions whose access is cached. An older one is verified again. */
const MAX_EXECUTIONS = 1_000;

/** Connects executions to the configured clusters, after verifying the identity of the cluster. */
export class VerifiedConnector<Access> implements Connector {
  readonly #dialer: Dialer<Access>;
  readonly #options: ConnectorOptions;
  /** Verified access by cluster and decision. */
  readonly #verified = new Map<string, Access>();
  /** Transports of the executions under way, by their signals. */
  readonly #open = new WeakMap<AbortSignal, readonly OpenTransport<Access>[]>();

  constructor(dialer: Dialer<Access>, options: ConnectorOptions) {
    this.#dialer = dialer;
    this.#options = options;
  }

  async checkScope(scope: TargetScope, probe?: ScopeProbe): Promise<ScopeResult> {
    const configured = this.#checkConfigured(scope);
    if (!configured.ok || probe === undefined) return configured;
    const { context, execution } = probe;
    // The cluster is the same with other credentials.
    const key = keyOf(scope, execution);
    if (execution.credentials !== null && this.#verified.has(key)) return { ok: true };
    this.#verified.delete(key);
    const verified = await this.#verify(scope.cluster ?? '', context);
    if (!verified.ok) return verified;
    this.#verified.set(key, verified.access);
    const [oldest] = this.#verified.keys();
    if (this.#verified.size > MAX_EXECUTIONS && oldest !== undefined) this.#verified.delete(oldest);
    return { ok: true };
  }

  /** @throws RequestNotSent if the cluster is not configured, or another cluster answers */
  async open(execution: Execution, context: ExecutionContext): Promise<Transport> {
    const scope = execution.target?.scope ?? {};
    const configured = this.#checkConfigured(scope);
    if (!configured.ok) throw new RequestNotSent(configured.reason);
    const known = this.#verified.get(keyOf(scope, execution));
    if (known !== undefined) return this.#connect(known, execution.credentials, context);
    const verified = await this.#verify(scope.cluster ?? '', context);
    if (!verified.ok) throw new RequestNotSent(verified.reason);
    return this.#connect(verified.access, execution.credentials, context);
  }

  /** Asks a cluster for its identity as the user of its kubeconfig. @throws ApiError, RequestNotSent if it does not answer */
  async identify(name: string, context: ExecutionContext): Promise<ScopeResult> {
    const configured = this.#checkConfigured({ cluster: name });
    if (!configured.ok) return configured;
    const verified = await this.#verify(name, context);
    return verified.ok ? { ok: true } : verified;
  }

  /** The steps of one execution share their connections. They end with its signal. */
  async #connect(access: Access, lease: CredentialLease | null, context: ExecutionContext): Promise<Transport> {
    const { signal } = context;
    const open = this.#open.get(signal) ?? [];
    const known = open.find((each) => each.access === access && each.lease === lease);
    if (known !== undefined) return known.transport;
    const transport = await this.#dialer.connect(access, lease, context);
    // A step that was connecting at the same time has its own connection, which ends with the signal too.
    this.#open.set(signal, [...(this.#open.get(signal) ?? []), { access, lease, transport }]);
    return transport;
  }

  /** Connects as the user of the kubeconfig, after the cluster was verified. @throws RequestNotSent */
  async openAsUser(name: string, context: ExecutionContext): Promise<{ access: Access; transport: Transport }> {
    const configured = this.#checkConfigured({ cluster: name });
    if (!configured.ok) throw new RequestNotSent(configured.reason);
    const verified = await this.#verify(name, context);
    if (!verified.ok) throw new RequestNotSent(verified.reason);
    const { access } = verified;
    return { access, transport: await this.#dialer.connect(access, null, context) };
  }

  /** Whether a scope is configured. No cluster is contacted. */
  #checkConfigured({ cluster: name, ...others }: TargetScope): ScopeResult {
    if (name === undefined) {
      return unknownScope('The scope of the target has no cluster. Add "cluster" to its scope in the inventory.');
    }
    const [other] = Object.keys(others);
    if (other !== undefined) {
      return unknownScope(
        `The scope field ${quote(other)} is not supported for clusters. Remove it from the scope in the inventory.`,
      );
    }
    const known = Object.hasOwn(this.#options.clusters, name) ? this.#options.clusters[name] : undefined;
    if (known === undefined) {
      const names = Object.keys(this.#options.clusters).map((each) => quote(each));
      const configured = names.length === 0 ? 'none' : names.join(', ');
      const advice = `Add it under "runner.clusters". Configured so far: ${configured}.`;
      return unknownScope(`The cluster ${quote(name)} is not configured. ${advice}`);
    }
    const file = this.#fileOf(name);
    if (file === undefined || existsSync(file)) return { ok: true };
    return unknownScope(`The kubeconfig ${quote(file)} does not exist.`);
  }

  /** Reads the identity of a cluster as the user of the kubeconfig: credentials are sent only to the verified cluster. */
  async #verify(name: string, context: ExecutionContext): Promise<Verified<Access>> {
    const known = this.#options.clusters[name];
    // A context without a file belongs to the configured file.
    const chosen = this.#options.context ?? (this.#options.kubeconfig === undefined ? known?.context : undefined);
    const access = await this.#dialer.read(this.#fileOf(name), chosen, context.signal);
    if (!this.#dialer.hasUser(access)) {
      return otherScope(
        `The kubeconfig for ${quote(name)} has no user, so the cluster cannot be identified. Add a user that may get the namespace kube-system.`,
      );
    }
    const uid = await readClusterUid(new Cluster(await this.#connect(access, null, context)));
    if (uid === known?.uid) return { ok: true, access };
    return otherScope(
      `The kubeconfig for ${quote(name)} leads to the cluster ${uid}, but the configured uid is ${known?.uid ?? ''}.`,
    );
  }

  #fileOf(name: string): string | undefined {
    return this.#options.kubeconfig ?? this.#options.clusters[name]?.kubeconfig;
  }
}

function keyOf({ cluster }: TargetScope, { audit_id }: Execution): string {
  return JSON.stringify([cluster, audit_id]);
}

type Verified<Access> = { readonly ok: true; readonly access: Access } | Refused<'scope_mismatch'>;

function otherScope(reason: string): Refused<'scope_mismatch'> {
  return { ok: false, code: 'scope_mismatch', reason };
}

function unknownScope(reason: string): Refused<'scope_unknown'> {
  return { ok: false, code: 'scope_unknown', reason };
}
