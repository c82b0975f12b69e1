import {
  type AccountServices,
  type AccountStore,
  AgentSafeError,
  type AuditDraft,
  type Bearer,
  covers,
  type Revocation,
} from '@agent-safe/core';
import { MemoryAccountStore } from '../src/index.ts';

export const START = Date.UTC(2026, 0, 1);
export const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

/** Accounts of a test, with everything that they recorded. */
export interface TestAccounts {
  readonly services: AccountServices;
  readonly store: AccountStore;
  readonly time: { now: number };
  readonly recorded: AuditDraft[];
  readonly revocations: Revocation[];
  /** Which of the services fail now. */
  readonly fails: { log: boolean; revocations: boolean };
}

export function testAccounts(): TestAccounts {
  const time = { now: START };
  const fails = { log: false, revocations: false };
  const recorded: AuditDraft[] = [];
  const revocations: Revocation[] = [];
  const store = new MemoryAccountStore();
  const services: AccountServices = {
    store,
    clock: () => time.now,
    revocations: {
      async isRevoked(bearer) {
        if (fails.revocations) throw new AgentSafeError('ERR_STORE_UNAVAILABLE', 'The state is locked.');
        return revocations.find((each) => applies(each, bearer));
      },
    },
    async revoke(subject) {
      const [kind, id] =
        'agent' in subject
          ? ['agent' as const, subject.agent]
          : 'token' in subject
            ? ['token' as const, subject.token]
            : ['all' as const, ''];
      const revocation = { kind, id, revoked_at: time.now, issued_until: kind === 'all' ? time.now : null };
      revocations.push(revocation);
      return revocation;
    },
    async lift(agent) {
      const at = revocations.findIndex(({ id, kind }) => kind === 'agent' && id === agent);
      const known = revocations[at];
      if (known === undefined) return undefined;
      const lifted = { ...known, issued_until: time.now };
      revocations[at] = lifted;
      return lifted;
    },
    async record(drafts) {
      if (fails.log) throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The audit log is full.');
      recorded.push(...drafts);
      return drafts.map((_, seq) => ({ seq, event_id: '', timestamp: '', entry_hash: '' }));
    },
  };
  return { services, store, time, recorded, revocations, fails };
}

function applies(revocation: Revocation, { agents, issuedAt, tokens }: Bearer): boolean {
  const { id, kind } = revocation;
  const isNamed = kind === 'all' || (kind === 'agent' ? agents : tokens).includes(id);
  return isNamed && covers(revocation, issuedAt);
}
