import { spawn } from 'node:child_process';
import { parseJson } from '@agent-safe/core';
import { onOneLine, Redactor } from '@agent-safe/runner/executor-kit';
import { chooseEnvironment } from '../api/environment.ts';
import { textAt } from '../api/json.ts';
import { RequestNotSent } from '../api/transport.ts';

/** The part of a kubeconfig that names a program which prints credentials. */
export interface PluginConfig {
  readonly apiVersion?: string | undefined;
  readonly command: string;
  readonly args?: readonly string[] | null | undefined;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
}

/** Credentials that a program printed. */
export interface PluginCredentials {
  readonly token?: string | undefined;
  /** PEM. */
  readonly certificate?: string | undefined;
  /** PEM. */
  readonly key?: string | undefined;
}

/** Bytes of the answer of a program. */
const LARGEST_ANSWER = 1_048_576;
/** Characters of the stderr of a program that a message shows. */
const LONGEST_MESSAGE = 500;
/** Milliseconds that a program may take. */
const LONGEST_RUN = 60_000;

/**
 * Runs the credential program of a kubeconfig like kubectl: without a shell, without input, and with an environment that has no secrets of
 * other programs.
 *
 * @throws RequestNotSent if it prints no credentials; the message has its stderr, redacted and on one line
 */
export async function runCredentialPlugin(
  config: PluginConfig,
  signal: AbortSignal,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<PluginCredentials> {
  const { apiVersion = 'client.authentication.k8s.io/v1', args, command, env } = config;
  const own = (env ?? []).map(({ name, value }) => [name, value] as const);
  const info = JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });
  const { code, error, stderr, stdout } = await run(
    { command, args: args ?? [] },
    { ...chooseEnvironment(environment, true), ...Object.fromEntries(own), KUBERNETES_EXEC_INFO: info },
    AbortSignal.any([signal, AbortSignal.timeout(LONGEST_RUN)]),
  );
  const redactor = new Redactor();
  for (const [, value] of own) if (value.length >= SHORTEST_SECRET) redactor.add(value);
  const said = redactor.redactText(onOneLine(stderr)).slice(0, LONGEST_MESSAGE);
  const fail = (why: string) =>
    new RequestNotSent(
      `The credential program ${JSON.stringify(command)} of the kubeconfig ${why}.${said === '' ? '' : ` It printed: ${said}`}`,
    );
  if (error !== undefined) throw fail(error);
  if (code !== 0) throw fail(`failed with exit code ${code ?? 'none'}`);
  const credentials = readCredentials(stdout);
  if (credentials === undefined) throw fail('printed no credentials');
  return credentials;
}

/** Shorter values are words too, and stay in messages. */
const SHORTEST_SECRET = 6;

/** Never quotes the text: it is secret. */
function readCredentials(text: string): PluginCredentials | undefined {
  try {
    const status = parseJson(text, 'credentials');
    const read = (name: string) => textAt(status, 'status', name);
    const credentials = {
      token: read('token'),
      certificate: read('clientCertificateData'),
      key: read('clientKeyData'),
    };
    const hasCertificate = credentials.certificate !== undefined && credentials.key !== undefined;
    return credentials.token !== undefined || hasCertificate ? credentials : undefined;
  } catch {
    return undefined;
  }
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not run to its end. */
  readonly error: string | undefined;
}

function run(
  { args, command }: { readonly command: string; readonly args: readonly string[] },
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env,
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    const read = { stdout: '', stderr: '' };
    const keep = (name: 'stdout' | 'stderr') => (chunk: Buffer) => {
      if (read[name].length < LARGEST_ANSWER) read[name] += chunk.toString('utf8');
    };
    child.stdout.on('data', keep('stdout'));
    child.stderr.on('data', keep('stderr'));
    let error: string | undefined;
    child.on('error', (thrown: NodeJS.ErrnoException) => {
      error = signal.aborted ? 'did not end in time' : `cannot be started: ${thrown.code ?? 'unknown'}`;
      // Its children may hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    });
    child.on('close', (code) => resolve({ code, error, ...read }));
  });
}
