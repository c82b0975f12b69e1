import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditLog, openAuditLog, verifyLog } from '@agent-safe/audit';
import {
  type Action,
  type ActionParameter,
  type AuditEvent,
  type AuditSink,
  digestAction,
  type EncryptedStateStore,
  type JsonObject,
  maskParams,
} from '@agent-safe/core';
import { readAuditEvent } from '@agent-safe/schemas';
import { sampleAction, sampleEvent, sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { issueTicket, MemoryNonceStore, type TicketRequest } from '@agent-safe/tickets';
import { expect, onTestFinished } from 'vitest';
import { DryRunExecutor, MemoryEncryptedStateStore, Runner, type RunnerOptions } from '../../src/index.ts';
import { StandInExecutor } from './stand-in-executor.ts';

export const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const MASK_KEY = new Uint8Array(32).fill(7);
export const ENCRYPTION_KEY = new Uint8Array(32).fill(9);
const { signing: key, verification } = sampleTokenKey();

export function parameter(name: string, changes: Partial<ActionParameter> = {}): ActionParameter {
  return { name, type: 'string', required: true, description: name, locates: false, sensitive: false, ...changes };
}

/** Sets the size of an object, and can be rolled back. */
export const scale: Action = sampleAction({
  name: 'scale',
  parameters: [parameter('name', { locates: true }), parameter('size', { type: 'integer' })],
  reversible: true,
  rollback_action: 'scale',
  rollback_params: { name: { source: 'params.name' }, size: { source: 'before_state.size' } },
  state_fields: [{ name: 'size', type: 'integer', description: 'size', required: true, sensitive: false }],
});

export interface BenchOptions extends Partial<Omit<RunnerOptions, 'tickets'>> {
  readonly executor?: StandInExecutor;
  readonly tickets?: Partial<RunnerOptions['tickets']>;
}

export type BenchTicket = Partial<TicketRequest> & { readonly clear?: JsonObject };

/** Runner with a log in a temporary folder, and a clock that the test sets. */
export function openBench(options: BenchOptions = {}) {
  const time = { now: NOW };
  const clock = () => time.now;
  const path = join(makeFolder(), 'audit.jsonl');
  const log = new AuditLog(path, { clock });
  onTestFinished(() => log.close());
  const { executor = new StandInExecutor({ state: { size: 1 } }), tickets, ...others } = options;
  const actions = options.actions ?? [scale];
  const states: EncryptedStateStore = new MemoryEncryptedStateStore();
  const all: RunnerOptions = {
    audit: checkedSink(log),
    history: openAuditLog(path),
    clock,
    executors: [executor, new DryRunExecutor()],
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
  const issue = ({ clear = { name: 'app', size: 3 }, ...changes }: BenchTicket = {}): string => {
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
  return { all, runner, executor, issue, log, path, time, clock, text, events, ofType, verify: () => verifyLog(path) };
}

/** Returns the same log. The test fails at its end if a recorded event does not match the schema. */
function checkedSink(log: AuditLog): AuditSink {
  const diagnostics: unknown[] = [];
  onTestFinished(() => expect(diagnostics).toEqual([]));
  return {
    append: (drafts) => {
      diagnostics.push(...drafts.flatMap((draft) => readAuditEvent(sampleEvent(draft)).diagnostics));
      return log.append(drafts);
    },
  };
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
