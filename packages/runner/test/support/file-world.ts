import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blockingFiles, openAuditLog } from '@agent-safe/audit/append';
import type { CredentialLease, CredentialVault, Executor } from '@agent-safe/core';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { sampleAction } from '@agent-safe/testkit';
import type { VerificationKey } from '@agent-safe/tokens';
import type { RunnerOptions } from '../../src/index.ts';

/** Action whose effects are files, so that they can be read after the process was killed. */
export const write = sampleAction({
  name: 'write',
  target_types: ['vm'],
  state_fields: [{ name: 'lines', type: 'integer', description: '', required: true, sensitive: false }],
  prechecks: [{ name: 'folder-exists', description: '' }],
  credentials: { type: 'other', fields: { what: 'to write' }, ttl: 60 },
});

/** All stores of a runner, in files. */
export interface FileWorld {
  readonly folder: string;
  /** One line for each effect: the id of the decision. */
  readonly effects: () => readonly string[];
  /** Ids of the active leases. */
  readonly leases: () => readonly string[];
  readonly log: string;
}

/** Key that verifies tickets. */
const KEY = 'key.json';

export function makeFileWorld(folder: string, key: VerificationKey): FileWorld {
  writeFileSync(join(folder, KEY), JSON.stringify(key));
  return openFileWorld(folder);
}

export function openFileWorld(folder: string): FileWorld {
  const effects = join(folder, 'effects');
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []);
  return {
    folder,
    effects: () => read(effects),
    leases: () => readdirSync(folder).filter((name) => name.startsWith('lease-')),
    log: join(folder, 'audit.jsonl'),
  };
}

/** Called before and after every call of a service of the runner. */
export type Watch = (step: string) => void;

/** Creates a runner over the files of a world. */
export function describeWorldRunner(
  { effects, folder, log }: FileWorld,
  watch: Watch,
  clock: () => number,
): RunnerOptions {
  const { nonces, revocations, states } = openStateDatabase(join(folder, 'state.db'), { clock });
  const audit = openAuditLog(log, { files: blockingFiles, clock });
  const executor: Executor = {
    name: 'files',
    scopeFields: ['cluster'],
    supports: () => ({ ok: true }),
    checkScope: async () => ({ ok: true }),
    precheck: async () => ({ ok: true, reason: 'It exists.' }),
    readState: async () => ({ ok: true, state: { lines: effects().length }, missing: [] }),
    execute: async ({ audit_id, credentials }) => {
      if (credentials === null || !existsSync(join(folder, credentials.lease_id))) {
        return { ok: false, code: 'failure', reason: 'The credentials are missing.', output: null };
      }
      appendFileSync(join(folder, 'effects'), `${audit_id}\n`);
      return { ok: true, reason: 'The effect was written.', output: null };
    },
    waitForEffect: async ({ audit_id }) =>
      effects().includes(audit_id)
        ? { ok: true }
        : { ok: false, code: 'effect_missing', reason: 'The effect is missing.' },
    dryRun: async () => ({ ok: true, reason: '', steps: [], difference: null }),
  };
  const vault: CredentialVault = {
    name: 'files',
    isScoped: true,
    issue: async ({ lease_id, ttl, type }): Promise<CredentialLease> => {
      writeFileSync(join(folder, lease_id), '');
      return { lease_id, type, values: { name: lease_id }, expires_at: new Date(clock() + ttl * 1_000).toISOString() };
    },
    revoke: async (leaseId) => {
      rmSync(join(folder, leaseId), { force: true });
      return { ok: true };
    },
    test: async () => ({ ok: true }),
  };
  return {
    tickets: {
      keys: [JSON.parse(readFileSync(join(folder, KEY), 'utf8')) as VerificationKey],
      nonces: watched(nonces, 'nonces', watch),
      revocations,
    },
    actions: [write],
    executors: [watched(executor, 'executor', watch)],
    audit: watched({ append: (drafts) => audit.append(drafts) }, 'audit', watch),
    history: audit,
    vault: watched(vault, 'vault', watch),
    states,
    encryptionKeys: [new Uint8Array(32).fill(9)],
    timeout: 30,
    clock,
  };
}

/** Returns a copy that reports every call of its functions. */
function watched<Port extends object>(port: Port, name: string, watch: Watch): Port {
  return new Proxy(port, {
    get(target, property, receiver) {
      const found: unknown = Reflect.get(target, property, receiver);
      if (typeof found !== 'function') return found;
      const member = `${name}.${String(property)}`;
      return (...given: readonly unknown[]): unknown => {
        watch(`before ${member}`);
        const answer: unknown = Reflect.apply(found, target, given);
        if (!(answer instanceof Promise)) return answer;
        return answer.then((value: unknown) => {
          watch(`after ${member}`);
          return value;
        });
      };
    },
  });
}
