import { spawn } from 'node:child_process';
import type { Settings } from '@agent-safe/registry/open';
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

/**
 * Whether each configured cluster can be reached and is the right one.
 *
 * @param online whether clusters may be contacted
 */
export async function checkClusters({ runner }: Settings, online: boolean): Promise<readonly CheckResult[]> {
  const clusters = Object.entries(runner.clusters);
  if (clusters.length === 0) return [];
  if (!online) return [ok('clusters', `${clusters.length} configured, not contacted; --online contacts them`)];
  const kubectl = runner.kubectl ?? 'kubectl';
  return Promise.all(
    clusters.map(async ([name, { context, kubeconfig, uid }]) => {
      const argv = [
        ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
        ...(context === undefined ? [] : [`--context=${context}`]),
        `--request-timeout=${CLUSTER_TIMEOUT / 1_000}s`,
        ...['get', 'namespace', 'kube-system', '--output=jsonpath={.metadata.uid}'],
      ];
      const { error, text } = await run(kubectl, argv);
      const check = `cluster ${name}`;
      if (error !== undefined) {
        return fail(
          check,
          `The cluster cannot be reached: ${error}`,
          'Check "runner.clusters", the kubeconfig and the network.',
        );
      }
      if (text !== uid) {
        const fix = 'Correct "uid" of the cluster in the settings, or its kubeconfig and context.';
        return fail(check, `This is another cluster: its uid is ${text}, and the settings have ${uid}.`, fix);
      }
      return ok(check, 'reachable, with the configured uid');
    }),
  );
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
