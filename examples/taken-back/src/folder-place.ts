import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CredentialLease,
  CredentialRequest,
  CredentialVault,
  Execution,
  Executor,
  JsonObject,
} from '@agent-safe/core';
import type { Place } from './place.ts';

/** Deployments as files: a system of one's own, which somebody has written an executor and a vault for. */
export function openFolderPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-taken-back-place-'));
  const executor = new FolderExecutor(folder);
  executor.write('dev-app', 2);
  return {
    name: 'a folder of files (no cluster is up)',
    namespace: 'dev',
    executor: executor.name,
    executors: [executor],
    runner: {},
    vault: executor.vault,
    countReplicas: () => executor.read('dev-app'),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

class FolderExecutor implements Executor {
  readonly name = 'folder';
  readonly vault = new FolderVault();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  supports({ name }: { readonly name: string }): boolean {
    return name === 'scale-deployment';
  }

  /** The folder is the cluster "dev", and says so itself. */
  async refuseScope({ cluster }: { readonly cluster?: string }): Promise<string | undefined> {
    return cluster === 'dev' ? undefined : `This folder is the cluster "dev", and not "${cluster ?? ''}".`;
  }

  async precheck(name: string, { params }: Execution) {
    if (name === 'hpa-check') return { name, outcome: 'passed', reason: 'Nothing scales files.' } as const;
    if (name !== 'deployment-exists') return { name, outcome: 'cannot_tell', reason: 'It is not known here.' } as const;
    const count = this.read(nameOf(params));
    return { name, outcome: count < 0 ? 'failed' : 'passed', reason: `It has ${count} replicas.` } as const;
  }

  async readState({ action, params }: Execution) {
    const count = this.read(nameOf(params));
    return { state: Object.fromEntries(action.state_fields.map(({ name }) => [name, count])), missing: [] };
  }

  async execute({ credentials, params }: Execution) {
    if (!this.vault.isValid(credentials)) {
      return { outcome: 'failure', reason: 'These credentials are none.', output: null } as const;
    }
    this.write(nameOf(params), Number(params.replicas));
    return { outcome: 'success', reason: `It has ${Number(params.replicas)} replicas now.`, output: null } as const;
  }

  async settle({ params }: Execution): Promise<string | undefined> {
    return this.read(nameOf(params)) === params.replicas ? undefined : 'The file says something else.';
  }

  async dryRun({ params }: Execution) {
    const difference = `- replicas: ${this.read(nameOf(params))}\n+ replicas: ${Number(params.replicas)}`;
    return {
      outcome: 'success',
      reason: 'It would be written.',
      steps: [`write ${nameOf(params)}`],
      difference,
    } as const;
  }

  read(name: string): number {
    return Number((JSON.parse(readFileSync(join(this.#folder, `${name}.json`), 'utf8')) as JsonObject).replicas);
  }

  write(name: string, replicas: number): void {
    writeFileSync(join(this.#folder, `${name}.json`), JSON.stringify({ replicas }));
  }
}

/** Issues passwords that are good for one execution. */
class FolderVault implements CredentialVault {
  readonly name = 'folder-vault';
  readonly isScoped = true;
  readonly #issued = new Map<string, string>();

  async issue({ lease_id, ttl, type }: CredentialRequest): Promise<CredentialLease> {
    const password = crypto.randomUUID();
    this.#issued.set(lease_id, password);
    const expires_at = new Date(Date.now() + ttl * 1_000).toISOString();
    return { lease_id, type, values: { password }, expires_at };
  }

  async revoke(leaseId: string): Promise<void> {
    this.#issued.delete(leaseId);
  }

  async test(): Promise<undefined> {
    return undefined;
  }

  isValid(lease: CredentialLease | null): boolean {
    return lease !== null && this.#issued.get(lease.lease_id) === lease.values.password;
  }
}

function nameOf({ deployment, namespace }: JsonObject): string {
  return [namespace, deployment]
    .map((name) => JSON.stringify(name))
    .join('-')
    .replaceAll('"', '');
}
