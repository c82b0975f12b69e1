import { spawn } from 'node:child_process';
import { openWitnesses } from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import type { Settings } from '@agent-safe/registry/open';
import { type ClusterCheck, checkAccount, checkCluster } from '@agent-safe/sdk/runner';
import { type CheckContext, type CheckResult, fail, ok, warn } from './check-result.ts';

/** Milliseconds to wait for one cluster. */
const CLUSTER_TIMEOUT = 10_000;

/** Whether copies of the log leave this machine. Without them, a truncated log cannot be detected. */
export function checkShipping({ settings: { auditLog, auditShippers } }: CheckContext): CheckResult {
  if (auditLog === undefined) return ok('shipping', 'nothing to ship: decisions are not recorded');
  if (auditShippers.length === 0) {
    const message = 'The audit log and its checkpoints stay on this machine, so a truncated log cannot be detected.';
    return warn('shipping', message, 'Add "audit_shippers" to the settings, or copy checkpoints to another machine.');
  }
  const unset = auditShippers.flatMap(variablesOf).filter((name) => !process.env[name]);
  if (unset.length > 0) return fail('shipping', unsetMessage(unset), 'Set the variables of the shippers.');
  return ok('shipping', `${auditShippers.map(({ backend }) => backend).join(', ')} configured`);
}

/** Whether the keys of the witnesses are valid. With another key, no checkpoint is cosigned. */
export function checkWitnesses({ settings: { auditLog } }: CheckContext): readonly CheckResult[] {
  const witnesses = auditLog?.witnesses ?? [];
  if (witnesses.length === 0) return [];
  try {
    openWitnesses(witnesses);
  } catch (error) {
    if (!(error instanceof AgentSafeError)) throw error;
    return [fail('witnesses', error.message, 'Correct "audit_log.witnesses" in the settings.')];
  }
  return [ok('witnesses', `${witnesses.length} configured, not contacted; "agent-safe audit witness" contacts them`)];
}

/** Whether approvers are notified. */
export function checkNotifiers({ settings: { notifiers } }: CheckContext): readonly CheckResult[] {
  if (notifiers.length === 0) return [];
  const unset = notifiers.flatMap(variablesOf).filter((name) => !process.env[name]);
  if (unset.length > 0) return [fail('notifiers', unsetMessage(unset), 'Set the variables of the notifiers.')];
  return [ok('notifiers', `${notifiers.map(({ backend }) => backend).join(', ')} configured`)];
}

function unsetMessage(names: readonly string[]): string {
  return `Environment variables are not set: ${[...new Set(names)].join(', ')}.`;
}

function variablesOf(
  settings: { readonly url_env?: string; readonly secret_env?: string } | object,
): readonly string[] {
  return ['url_env', 'secret_env'].flatMap((key) => {
    const name = (settings as Readonly<Record<string, unknown>>)[key];
    return typeof name === 'string' ? [name] : [];
  });
}

/** How clusters are contacted: not at all, or as the executor of this name does. */
export type Contact = 'k8s' | 'none' | 'subprocess';

/** Whether each configured cluster can be reached and is the right one. */
export async function checkClusters({ runner }: Settings, contact: Contact): Promise<readonly CheckResult[]> {
  const names = Object.keys(runner.clusters);
  if (names.length === 0) return [];
  if (contact === 'none') return [ok('clusters', `${names.length} configured, not contacted; --online contacts them`)];
  const identify = contact === 'k8s' ? checkCluster : checkWithKubectl;
  return Promise.all(
    names.map(async (name) => {
      const check = `cluster ${name}`;
      const answer = await identify(runner, name);
      if (answer.ok) return ok(check, `reachable with the executor ${contact}, with the configured uid`);
      if (answer.code === 'unverified') return fail(check, answer.reason, FIXES.unverified);
      return fail(check, `The cluster cannot be reached: ${answer.reason}`, FIXES[contact]);
    }),
  );
}

/** Whether the credentials of this machine belong to each configured AWS account. */
export async function checkAccounts({ runner }: Settings, contact: Contact): Promise<readonly CheckResult[]> {
  const names = Object.keys(runner.accounts);
  if (names.length === 0) return [];
  if (contact === 'none') return [ok('accounts', `${names.length} configured, not contacted; --online contacts AWS`)];
  return Promise.all(
    names.map(async (name) => {
      const check = `account ${name}`;
      const answer = await checkAccount(runner, name);
      if (answer.ok) return ok(check, 'STS names the configured account');
      if (answer.code === 'unverified') return fail(check, answer.reason, ACCOUNT_FIXES.unverified);
      return fail(check, `STS did not name the account: ${answer.reason}`, ACCOUNT_FIXES.unreachable);
    }),
  );
}

const ACCOUNT_FIXES = {
  unverified: 'Correct "runner.accounts", or use credentials of the account.',
  unreachable: 'Check "runner.accounts", the credentials and the network.',
} as const;

const FIXES = {
  unverified: 'Correct "uid" of the cluster in the settings, or its kubeconfig and context.',
  k8s: 'Check "runner.clusters", the kubeconfig and the network. If you execute with kubectl, add --executor subprocess.',
  subprocess: 'Check "runner.clusters", the kubeconfig and the network.',
} as const;

/** Asks a cluster for its identity with kubectl. */
async function checkWithKubectl(runner: Settings['runner'], name: string): Promise<ClusterCheck> {
  const { context, kubeconfig, uid } = runner.clusters[name] ?? {};
  const argv = [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
    `--request-timeout=${CLUSTER_TIMEOUT / 1_000}s`,
    ...['get', 'namespace', 'kube-system', '--output=jsonpath={.metadata.uid}'],
  ];
  const { error, text } = await run(runner.kubectl ?? 'kubectl', argv);
  if (error !== undefined) return { ok: false, code: 'unreachable', reason: error };
  if (text === uid) return { ok: true };
  const reason = `This is another cluster: its uid is ${text}, and the settings have ${uid}.`;
  return { ok: false, code: 'unverified', reason };
}

/** Runs a program to its end, without a shell. The error is its last line, for one line of output. */
function run(program: string, argv: readonly string[]): Promise<{ readonly text: string; readonly error?: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 2 * CLUSTER_TIMEOUT });
    let text = '';
    let messages = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (messages += chunk.toString('utf8')));
    child.on('error', (error) => resolve({ text, error: error.message }));
    child.on('close', (code) => {
      if (code === 0) resolve({ text: text.trim() });
      else resolve({ text, error: messages.trim().split('\n').at(-1) || `kubectl ended with ${code ?? 'a signal'}` });
    });
  });
}
