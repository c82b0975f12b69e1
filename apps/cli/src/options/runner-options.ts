import { openRunner, type ProjectRunner } from '@agent-safe/sdk/runner';
import {
  DECIDING_OPTIONS,
  type Invocation,
  type Options,
  type Output,
  PROJECT_OPTIONS,
  UsageError,
  type Values,
} from '../command/command.ts';
import { refuseLocal } from '../remote/connect.ts';
import { type Executions, remoteRunner } from '../remote/runner.ts';
import { tellNotifyFailure } from '../render/notify-failure.ts';
import { printable } from '../render/style.ts';
import { readDuration } from './duration.ts';
import { settingsFrom } from './project-settings.ts';
import { isRemote } from './server-options.ts';
import { CALLER_OPTIONS, keysFrom, signingKeyFrom } from './signing-key.ts';
import { AUDIENCE_OPTIONS } from './token-options.ts';

/** Options of the commands that execute. They make no decision, so they read neither policies nor targets. */
export const RUNNER_OPTIONS = {
  ...AUDIENCE_OPTIONS,
  ...CALLER_OPTIONS,
  'audit-log': { type: 'string', value: 'FILE', summary: 'Audit log; overrides the settings' },
  bundle: { type: 'string', value: 'FILE', summary: 'Read the actions from this bundle' },
  config: PROJECT_OPTIONS.config,
  'no-config': PROJECT_OPTIONS['no-config'],
  registry: PROJECT_OPTIONS.registry,
} as const satisfies Options;

/** Options of the commands that also request a decision. */
export const DECIDING_RUNNER_OPTIONS = { ...RUNNER_OPTIONS, ...DECIDING_OPTIONS } as const satisfies Options;

/** Options of an execution. */
export const EXECUTING_OPTIONS = {
  executor: {
    type: 'string',
    value: 'NAME',
    summary: 'Executor: aws calls AWS, k8s calls the Kubernetes API, subprocess runs kubectl, dry-run changes nothing',
    choices: ['aws', 'dry-run', 'k8s', 'subprocess'],
  },
  kubeconfig: {
    type: 'string',
    value: 'FILE',
    summary: 'Kubeconfig of the cluster; overrides the settings',
  },
  context: { type: 'string', value: 'NAME', summary: 'Context of the kubeconfig' },
  'endpoint-url': {
    type: 'string',
    value: 'URL',
    summary: 'Address of the AWS API; overrides the settings',
  },
  profile: { type: 'string', value: 'NAME', summary: 'AWS profile; overrides the settings' },
  timeout: {
    type: 'string',
    value: 'TIME',
    summary: 'Time limit of the execution, from 1s to 24h',
    default: '300s',
  },
} as const satisfies Options;

/** Option of the commands that execute rollbacks. */
export const OVERWRITE_OPTIONS = {
  overwrite: { type: 'boolean', summary: 'Also undo later changes by others' },
} as const satisfies Options;

export const CLEAR_PARAMS_OPTIONS = {
  params: {
    type: 'string',
    value: 'JSON',
    summary: 'Sensitive parameters in plain text, as JSON or @FILE. The ticket has only their masks',
  },
} as const satisfies Options;

type RunnerValues = Values<typeof DECIDING_RUNNER_OPTIONS> &
  Values<Pick<typeof EXECUTING_OPTIONS, 'kubeconfig' | 'context' | 'endpoint-url' | 'profile'>>;

/**
 * Opens a runner with the options of a command, and closes it afterwards.
 *
 * @param isService whether the process runs for long. It then ships the audit log by itself, and notices new keys
 */
export async function withRunner<Result>(
  { clock, cwd, output, values }: Pick<Invocation<RunnerValues>, 'clock' | 'cwd' | 'output' | 'values'>,
  use: (runner: ProjectRunner) => Promise<Result>,
  isService = false,
): Promise<Result> {
  const runner = await openRunner({
    ...settingsFrom(values, cwd),
    clock,
    auditLog: values['audit-log'],
    // A short process ships nothing. "agent-safe audit ship" sends the events later.
    ...(isService ? {} : { auditShippers: [] }),
    onShippingFailure: (name, { message }) => output.err(`${printable(`${name}: ${message}`)}\n`),
    shortLived: !isService,
    onNotifyFailure: tellNotifyFailure(output),
    issuer: values.issuer,
    state: values.state,
    signingKey: signingKeyFrom(values),
    verificationKeys: keysFrom(values, cwd),
    ...(values.audience === undefined ? {} : { tickets: { audience: values.audience } }),
    kubeconfig: values.kubeconfig,
    context: values.context,
    endpointUrl: values['endpoint-url'],
    profile: values.profile,
  });
  try {
    return await use(runner);
  } finally {
    await runner.close();
  }
}

/** Reads `--timeout`, in seconds. @throws UsageError */
export function readTimeout(given: string | undefined): number | undefined {
  const timeout = readDuration(given, '--timeout');
  if (timeout === undefined || (timeout >= 1 && timeout <= 86_400)) return timeout;
  throw new UsageError('--timeout is out of range. Give a time from 1s to 24h.');
}

/** Prints progress on standard error, apart from the result. */
export function tellProgress(output: Output): (message: string) => void {
  return (message) => output.err(`${printable(message)}\n`);
}

const { executor: _, timeout: __, ...LOCAL_EXECUTING } = EXECUTING_OPTIONS;
const LOCAL = { ...LOCAL_EXECUTING, ...RUNNER_OPTIONS };

/** Executes by a runner of this process, or by a server. */
export async function withExecutions<Result>(
  given: Parameters<typeof withRunner>[0] & { readonly values: { readonly server?: string } },
  use: (executions: Executions) => Promise<Result>,
): Promise<Result> {
  if (!isRemote(given.values)) return withRunner(given, use);
  refuseLocal(given.values, LOCAL);
  return use(remoteRunner(given.values));
}
