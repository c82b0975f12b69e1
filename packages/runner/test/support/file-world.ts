import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blockingFiles, openAuditLog } from '@agent-safe/audit/append';
import type { CredentialLease, CredentialVault, Executor } from '@agent-safe/core';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { sampleAction } from '@agent-safe/testkit';
import type { VerificationKey } from '@agent-safe/tokens';
import type { RunnerOptions } from '../../src/index.ts';

/** What is done in a folder, so that it can be looked at when whoever did it is dead. */
export const write = sampleAction({
  name: 'write',
  target_types: ['vm'],
  state_fields: [{ name: 'lines', type: 'integer', description: '', required: true, sensitive: false }],
  prechecks: [{ name: 'folder-exists', description: '' }],
  credentials: { type: 'other', fields: { what: 'to write' }, ttl: 60 },
});

/** Everything that a runner works with, in files. */
export interface FileWorld {
  readonly folder: string;
  /** One line for each effect: the id of the decision. */
  readonly effects: () => readonly string[];
  /** Ids of leases that are good for something. */
  readonly leases: () => readonly string[];
  readonly log: string;
}

/** Of the key that verifies tickets. */
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

/** Is told of every call of everything that a runner uses, before and after. */
export type Watch = (step: string) => void;

/** A runner of this process over the files of a world. */
export function describeWorldRunner(
  { effects, folder, log }: FileWorld,
  watch: Watch,
  clock: () => number,
): RunnerOptions {
  const { nonces, revocations, states } = openStateDatabase(join(folder, 'state.db'), { clock });
  const audit = openAuditLog(log, { files: blockingFiles, clock });
  const executor: Executor = {
    name: 'files',
    supports: () => true,
    refuseScope: async () => undefined,
    precheck: async (name) => ({ name, outcome: 'passed', reason: 'It is there.' }),
    readState: async () => ({ state: { lines: effects().length }, missing: [] }),
    execute: async ({ audit_id, credentials }) => {
      if (credentials === null || !existsSync(join(folder, credentials.lease_id))) {
        return { outcome: 'failure', reason: 'There are no credentials.', output: null };
      }
      appendFileSync(join(folder, 'effects'), `${audit_id}\n`);
      return { outcome: 'success', reason: 'It is written.', output: null };
    },
    settle: async ({ audit_id }) => (effects().includes(audit_id) ? undefined : 'It is not there.'),
    dryRun: async () => ({ outcome: 'success', reason: '', steps: [], difference: null }),
  };
  const vault: CredentialVault = {
    name: 'files',
    isScoped: true,
    issue: async ({ lease_id, ttl, type }): Promise<CredentialLease> => {
      writeFileSync(join(folder, lease_id), '');
      return { lease_id, type, values: { name: lease_id }, expires_at: new Date(clock() + ttl * 1_000).toISOString() };
    },
    revoke: async (leaseId) => rmSync(join(folder, leaseId), { force: true }),
    test: async () => undefined,
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
    sealKeys: [new Uint8Array(32).fill(9)],
    timeout: 30,
    clock,
  };
}

/** The same, but that each of its functions is watched. */
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
