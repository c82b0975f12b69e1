import { type Action, digestAction, type JsonObject } from '@agent-safe/core';
import type { sampleTokenKey } from '@agent-safe/testkit';
import { issueTicket } from '@agent-safe/tickets';

type TokenKey = ReturnType<typeof sampleTokenKey>;

/** Seconds that a ticket lives: longer than all kills take. */
const LIFETIME = 7_200;

/** One run that ends by SIGKILL at a request to the API, or at a process of kubectl. */
export interface KilledRun {
  readonly log: string;
  readonly action: Action;
  readonly uid: string;
  readonly kubeconfig: string;
  readonly executor: 'k8s' | 'subprocess';
  readonly kubectl: string;
  /** Namespace and owner of the leases. */
  readonly home: string;
  /** Token for every run; null for credentials of each ticket. */
  readonly staticToken: string | null;
  readonly ticket: string;
  /** Key that verifies the ticket. */
  readonly verification: TokenKey['verification'];
  /** Number of the request, from 1. */
  readonly request: number;
  readonly moment: Moment;
  /** Milliseconds from `delayed` to the kill. */
  readonly delay: number;
}

/** Whether the request is sent, and whether its answer arrives. `delayed`: some milliseconds after it was sent. */
export const MOMENTS = ['before', 'sent', 'delayed', 'answered'] as const;
type Moment = (typeof MOMENTS)[number];

/** Issues the ticket of a run, as a decision on its parameters would. */
export function ticketOf(action: Action, params: JsonObject, auditId: string, { signing: key }: TokenKey): string {
  const request = {
    action: action.name,
    target: 'test/target',
    target_type: 'k8s-deployment',
    scope: { cluster: 'test' },
    caller: 'worker-01',
    caller_verified: true,
    caller_jti: null,
    chain: [],
    params,
    ticket_id: null,
    definition: digestAction(action),
    audit_id: auditId,
    evaluated_at: Date.now(),
  };
  return issueTicket(request, { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: LIFETIME }).token;
}
