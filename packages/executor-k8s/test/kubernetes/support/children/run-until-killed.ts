import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { AuditLog, openAuditLog } from '@agent-safe/audit';
import { type Action, digestAction } from '@agent-safe/core';
import { Runner } from '@agent-safe/runner';
import { sampleTokenKey } from '@agent-safe/testkit';
import { issueTicket, MemoryNonceStore } from '@agent-safe/tickets';

/** One run that ends by SIGKILL at a request to the API. */
export interface KilledRun {
  readonly log: string;
  readonly action: Action;
  readonly params: Readonly<Record<string, string | number>>;
  readonly uid: string;
  readonly kubeconfig: string;
  /** Namespace and owner of the leases. */
  readonly home: string;
  readonly auditId: string;
  /** Number of the request, from 1. */
  readonly request: number;
  /** Whether the request is sent, and whether its answer arrives. */
  readonly moment: 'before' | 'sent' | 'answered';
}

const run = JSON.parse(process.argv[2] ?? '') as KilledRun;
const kill = () => process.kill(process.pid, 'SIGKILL');
const send = https.request;
let requests = 0;

/** Counts the requests, and ends this process at the chosen one. */
https.request = ((...args: Parameters<typeof send>) => {
  requests += 1;
  if (requests !== run.request) return send(...args);
  if (run.moment === 'before') kill();
  const sent = send(...args);
  if (run.moment === 'sent') sent.once('finish', () => setImmediate(kill));
  else sent.prependOnceListener('response', kill);
  return sent;
}) as typeof send;
syncBuiltinESMExports();

// Loaded after the replacement of `request`.
const { KubernetesVault, NativeExecutor } = await import('../../../../src/index.ts');
const { action, auditId, home, kubeconfig, log: path, params, uid } = run;
const clusters = { test: { uid, kubeconfig } };
const { signing, verification } = sampleTokenKey();
const log = new AuditLog(path);
const runner = new Runner({
  tickets: { keys: [verification], nonces: new MemoryNonceStore() },
  actions: [action],
  executors: [new NativeExecutor({ clusters })],
  vault: new KubernetesVault({ clusters, namespace: home, owner: home }),
  audit: log,
  history: openAuditLog(path),
});
const ticket = {
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
const { token } = issueTicket(ticket, { key: signing, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 300 });
const report = await runner.run(token, { executor: 'k8s', timeout: 60 });
await log.close();
process.stdout.write(JSON.stringify({ requests, report }));
