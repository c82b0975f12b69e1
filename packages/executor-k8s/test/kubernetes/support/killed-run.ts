import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Action, digestAction, type JsonObject } from '@agent-safe/core';
import type { RunResult } from '@agent-safe/runner';
import type { sampleTokenKey } from '@agent-safe/testkit';
import { issueTicket } from '@agent-safe/tickets';

type TokenKey = ReturnType<typeof sampleTokenKey>;

/** Seconds that a ticket lives: longer than all kills take. */
const LIFETIME = 7_200;

/** Runs in a process of their own that ends by SIGKILL at a request to the API, or at a process of kubectl. */
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
  /** Tickets that the process runs, one after the other. */
  readonly tickets: readonly string[];
  /** Path of a state database that processes share; null for a state in memory. */
  readonly state: string | null;
  /** Key that verifies the ticket. */
  readonly verification: TokenKey['verification'];
  /** Number of the request, from 1; 0 for none. */
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

const PROGRAM = fileURLToPath(new URL('./children/run-until-killed.ts', import.meta.url));

/** Ended runs, and the number of requests and processes that they took. */
export interface EndedRuns {
  readonly steps: number;
  readonly reports: readonly RunResult[];
}

/** Runs tickets in another process. @returns undefined if it was killed */
export async function startRuns(run: KilledRun): Promise<EndedRuns | undefined> {
  const argv = ['--conditions=@agent-safe/source', PROGRAM, JSON.stringify(run)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv, { encoding: 'utf8' }, (error, stdout) => {
      if (error === null) resolve(JSON.parse(stdout) as EndedRuns);
      else if (error.signal === 'SIGKILL') resolve(undefined);
      else reject(error);
    });
  });
}
