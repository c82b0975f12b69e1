import { randomBytes } from 'node:crypto';
import {
  AgentSafeError,
  type ApprovalBasis,
  type ApprovalStore,
  type AuditDraft,
  type AuditReceipt,
  type RecordedVersion,
} from '@agent-safe/core';
import { readAuditEvent } from '@agent-safe/schemas';
import { sampleEvent } from '@agent-safe/testkit';
import { expect } from 'vitest';
import type { ApprovalSubject, Approver } from '../../src/index.ts';
import { ApprovalService, type ApprovalServiceOptions, MemoryApprovalStore } from '../../src/index.ts';

export const START = Date.UTC(2026, 0, 1);
export const HOUR = 3_600_000;
export const KEY = randomBytes(32);

/** An audit log in memory that can fail or be slow. */
class TestLog {
  readonly events: AuditDraft[] = [];
  isDown = false;
  /** Called before each event is stored. */
  before: (draft: AuditDraft) => void | Promise<void> = () => undefined;

  async append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    // Each event must match the published schema.
    if (drafts.every(isApproval))
      expect(drafts.flatMap((draft) => readAuditEvent(sampleEvent(draft)).diagnostics)).toEqual([]);
    for (const draft of drafts) await this.before(draft);
    if (this.isDown) throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The audit log is down.');
    this.events.push(...drafts);
    return drafts.map(({ event_id = '' }, index) => ({ seq: index + 1, event_id, timestamp: '', entry_hash: '' }));
  }

  readonly latestVersion = async (requestId: string, since: number): Promise<RecordedVersion | undefined> => {
    const events = this.events.slice(since).filter((draft) => fieldsOf(draft).request_id === requestId);
    const version = Math.max(...events.map((draft) => Number(fieldsOf(draft).version)));
    const first = events.find((draft) => fieldsOf(draft).version === version);
    const mark = first && fieldsOf(first).mark;
    return first && { version, mark: typeof mark === 'string' ? mark : null };
  };

  /** The decision or type of each event, in order. */
  get decisions(): readonly string[] {
    return this.events.map((draft) => {
      const { decision } = fieldsOf(draft);
      return typeof decision === 'string' ? decision : draft.event_type;
    });
  }
}

function isApproval({ event_type }: AuditDraft): boolean {
  return event_type === 'approval_requested' || event_type === 'approval_resolved';
}

/** Returns the fields of a draft of any type. */
export function fieldsOf({ fields }: AuditDraft): Readonly<Record<string, unknown>> {
  return { ...fields };
}

export interface World<Store extends ApprovalStore> {
  readonly approvals: ApprovalService;
  readonly log: TestLog;
  readonly store: Store;
  readonly time: { now: number };
  /** Opens another process with the same state and log. */
  readonly another: (options?: Partial<ApprovalServiceOptions>) => ApprovalService;
}

export function makeWorld(options: Partial<ApprovalServiceOptions> = {}): World<MemoryApprovalStore> {
  return makeWorldWith(new MemoryApprovalStore(), options);
}

export function makeWorldWith<Store extends ApprovalStore>(
  store: Store,
  options: Partial<ApprovalServiceOptions> = {},
): World<Store> {
  const log = new TestLog();
  const time = { now: START };
  const common = {
    store,
    audit: log,
    latestVersion: log.latestVersion,
    keys: [KEY],
    clock: () => time.now,
    pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
  const another = (own: Partial<ApprovalServiceOptions> = {}) => new ApprovalService({ ...common, ...options, ...own });
  return { approvals: another(), log, store, time, another };
}

/** The answer of the policy that the subject is for. */
export const BASIS: ApprovalBasis = { code: 'rule', rule_digest: 'rule-A', effective_risk: 'high' };

export function makeSubject(differences: Partial<ApprovalSubject> = {}): ApprovalSubject {
  return {
    digest: 'digest-A',
    action: 'restart-deployment',
    action_version: '1.0.0',
    target: 'prod/api',
    caller: 'worker-01',
    caller_verified: true,
    chain: ['orchestrator'],
    caller_tokens: ['token-of-worker', 'token-of-orchestrator'],
    params: { namespace: 'prod' },
    risk_class: 'medium',
    ...BASIS,
    reason: 'Production needs an approval.',
    policy_matched: 'production',
    audit_id: 'evt-asked',
    audit_seq: 0,
    ticket_id: null,
    ...differences,
  };
}

export const WORKER = { agent_id: 'worker-01', verified: true, chain: ['orchestrator'] } as const;

export function approver(agent_id = 'alice', differences: Partial<Approver> = {}): Approver {
  const jti = `token-of-${agent_id}`;
  return { agent_id, verified: true, roles: ['approver'], groups: [], jti, delegation_chain: [], ...differences };
}

/** Returns links of a chain, outermost first. */
export function chainOf(...agents: readonly string[]): Approver['delegation_chain'] {
  return agents.map((agent_id) => ({ agent_id, jti: `token-of-${agent_id}` }));
}

/** Creates a request and returns its id and secret. */
export async function ask(
  approvals: ApprovalService,
  differences: Partial<ApprovalSubject> = {},
): Promise<{ readonly id: string; readonly secret: string | undefined }> {
  const asked = await approvals.request(makeSubject(differences));
  if (!asked.ok) throw new Error(asked.reason);
  return { id: asked.request.request_id, secret: asked.secret };
}
