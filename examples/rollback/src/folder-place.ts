import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CheckResult,
  CredentialLease,
  CredentialRequest,
  CredentialVault,
  DryRunResult,
  EffectResult,
  Execution,
  ExecutionResult,
  Executor,
  JsonObject,
  PrecheckResult,
  ScopeResult,
  StateResult,
  SupportResult,
} from '@agent-safe/core';
import type { Place } from './place.ts';

/** Opens deployments as files: an example of your own system with a custom executor and vault. */
export function openFolderPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-rollback-place-'));
  const executor = new FolderExecutor(folder);
  executor.write('dev-app', 2);
  return {
    name: 'a folder of files (no cluster is running)',
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
  readonly scopeFields = ['cluster'];
  readonly vault = new FolderVault();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  supports({ name }: { readonly name: string }): SupportResult {
    if (name === 'scale-deployment') return { ok: true };
    return { ok: false, code: 'action_unsupported', reason: 'The executor supports scale-deployment only.' };
  }

  /** The folder identifies itself as the cluster "dev". */
  async checkScope({ cluster }: { readonly cluster?: string }): Promise<ScopeResult> {
    if (cluster === 'dev') return { ok: true };
    const reason = `This folder is the cluster "dev", not "${cluster ?? ''}".`;
    return { ok: false, code: 'scope_mismatch', reason };
  }

  async precheck(name: string, { params }: Execution): Promise<PrecheckResult> {
    if (name === 'hpa-check') return { ok: true, reason: 'Nothing scales files.' };
    if (name !== 'deployment-exists')
      return { ok: false, code: 'cannot_tell', reason: 'The executor does not know this check.' };
    const count = this.read(nameOf(params));
    const reason = `The deployment has ${count} replicas.`;
    return count < 0 ? { ok: false, code: 'failed', reason } : { ok: true, reason };
  }

  async readState({ action, params }: Execution): Promise<StateResult> {
    const count = this.read(nameOf(params));
    return { ok: true, state: Object.fromEntries(action.state_fields.map(({ name }) => [name, count])), missing: [] };
  }

  async execute({ credentials, params }: Execution): Promise<ExecutionResult> {
    if (!this.vault.isValid(credentials)) {
      return { ok: false, code: 'failure', reason: 'The credentials are not valid.', output: null };
    }
    this.write(nameOf(params), Number(params.replicas));
    return { ok: true, reason: `The deployment now has ${Number(params.replicas)} replicas.`, output: null };
  }

  async waitForEffect({ params }: Execution): Promise<EffectResult> {
    if (this.read(nameOf(params)) === params.replicas) return { ok: true };
    return { ok: false, code: 'effect_missing', reason: 'The file has a different number of replicas.' };
  }

  async dryRun({ params }: Execution): Promise<DryRunResult> {
    const difference = `- replicas: ${this.read(nameOf(params))}\n+ replicas: ${Number(params.replicas)}`;
    return { ok: true, reason: 'The file would be written.', steps: [`write ${nameOf(params)}`], difference };
  }

  read(name: string): number {
    return Number((JSON.parse(readFileSync(join(this.#folder, `${name}.json`), 'utf8')) as JsonObject).replicas);
  }

  write(name: string, replicas: number): void {
    writeFileSync(join(this.#folder, `${name}.json`), JSON.stringify({ replicas }));
  }
}

/** Issues passwords that are valid for one execution. */
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

  async revoke(leaseId: string): Promise<CheckResult> {
    this.#issued.delete(leaseId);
    return { ok: true };
  }

  async test(): Promise<CheckResult> {
    return { ok: true };
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
