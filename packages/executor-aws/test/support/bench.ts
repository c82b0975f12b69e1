import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditLog, openAuditLog, verifyLog } from '@agent-safe/audit';
import {
  type Action,
  type AuditEvent,
  digestAction,
  type EncryptedStateStore,
  type JsonObject,
  maskParams,
} from '@agent-safe/core';
import { DryRunExecutor, MemoryEncryptedStateStore, Runner, type RunnerOptions } from '@agent-safe/runner';
import { sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { issueTicket, MemoryNonceStore, type TicketRequest } from '@agent-safe/tickets';
import { onTestFinished } from 'vitest';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const MASK_KEY = new Uint8Array(32).fill(7);
const ENCRYPTION_KEY = new Uint8Array(32).fill(9);
const { signing: key, verification } = sampleTokenKey();

export interface BenchOptions extends Partial<Omit<RunnerOptions, 'tickets'>> {
  readonly actions: readonly Action[];
  readonly tickets?: Partial<RunnerOptions['tickets']>;
}

export type BenchTicket = Partial<TicketRequest> & { readonly clear?: JsonObject };

/** Runner with a log in a temporary folder, and a clock that the test sets. */
export function openBench(options: BenchOptions) {
  const time = { now: NOW };
  const clock = () => time.now;
  const path = join(makeFolder(), 'audit.jsonl');
  const log = new AuditLog(path, { clock });
  onTestFinished(() => log.close());
  const { tickets, ...others } = options;
  const { actions } = options;
  const states: EncryptedStateStore = new MemoryEncryptedStateStore();
  const all: RunnerOptions = {
    audit: log,
    history: openAuditLog(path),
    clock,
    executors: [new DryRunExecutor()],
    maskKey: MASK_KEY,
    states,
    encryptionKeys: [ENCRYPTION_KEY],
    ...others,
    actions,
    tickets: { keys: [verification], nonces: new MemoryNonceStore({ clock: others.clock ?? clock }), ...tickets },
  };
  const runner = new Runner(all);
  let issued = 0;
  /** Issues a ticket, as a decision on these params would. */
  const issue = ({ clear = {}, ...changes }: BenchTicket = {}): string => {
    issued += 1;
    const action = actions.find(({ name }) => name === changes.action) ?? actions[0];
    if (action === undefined) throw new Error('The bench needs an action.');
    const request: TicketRequest = {
      action: action.name,
      target: 'dev/app',
      target_type: 'vm',
      scope: { cluster: 'dev' },
      caller: 'worker-01',
      caller_verified: true,
      caller_jti: null,
      chain: [],
      params: maskParams(action, clear, MASK_KEY),
      ticket_id: null,
      definition: digestAction(action),
      audit_id: `evt-decision-${issued}`,
      evaluated_at: time.now,
      ...changes,
    };
    return issueTicket(request, { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 300 }).token;
  };
  const text = () => readLog(path);
  const events = () =>
    text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as AuditEvent);
  const ofType = (type: AuditEvent['event_type']) => events().filter(({ event_type }) => event_type === type);
  return { all, runner, issue, log, path, time, clock, text, events, ofType, verify: () => verifyLog(path) };
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
