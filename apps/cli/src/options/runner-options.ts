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
import { tellNotifyFailure } from '../render/notify-failure.ts';
import { printable } from '../render/style.ts';
import { readDuration } from './duration.ts';
import { settingsFrom } from './project-settings.ts';
import { CALLER_OPTIONS, keysFrom, signingKeyFrom } from './signing-key.ts';
import { AUDIENCE_OPTIONS } from './token-options.ts';

/** Options of every command of a runner. It decides nothing, and so needs neither policies nor targets. */
export const RUNNER_OPTIONS = {
  ...AUDIENCE_OPTIONS,
  ...CALLER_OPTIONS,
  'audit-log': { type: 'string', value: 'FILE', summary: 'The log, where it is not where the settings say' },
  bundle: { type: 'string', value: 'FILE', summary: 'Take the actions of this bundle, and read no other file' },
  config: PROJECT_OPTIONS.config,
  'no-config': PROJECT_OPTIONS['no-config'],
  registry: PROJECT_OPTIONS.registry,
} as const satisfies Options;

/** Options of the commands that ask for a decision too. */
export const DECIDING_RUNNER_OPTIONS = { ...RUNNER_OPTIONS, ...DECIDING_OPTIONS } as const satisfies Options;

/** How something is carried out. */
export const EXECUTING_OPTIONS = {
  executor: {
    type: 'string',
    value: 'NAME',
    summary: 'Executor: subprocess runs kubectl, dry-run changes nothing',
    choices: ['dry-run', 'subprocess'],
  },
  kubeconfig: {
    type: 'string',
    value: 'FILE',
    summary: 'How to reach the cluster, where it is not what the settings say',
  },
  context: { type: 'string', value: 'NAME', summary: 'The context of it to use' },
  timeout: {
    type: 'string',
    value: 'TIME',
    summary: 'How long it may take: 60, 5m; 300 seconds where nothing says so',
  },
} as const satisfies Options;

/** Of what may be a rollback. */
export const OVERWRITE_OPTIONS = {
  overwrite: { type: 'boolean', summary: 'Take back what somebody has changed since, too' },
} as const satisfies Options;

export const CLEAR_PARAMS_OPTIONS = {
  params: {
    type: 'string',
    value: 'JSON',
    summary: 'Sensitive parameters in clear, as JSON or as @file: the ticket holds none',
  },
} as const satisfies Options;

type RunnerValues = Values<typeof DECIDING_RUNNER_OPTIONS> &
  Values<Pick<typeof EXECUTING_OPTIONS, 'kubeconfig' | 'context'>>;

/** Opens a runner by the options of a command, and closes it whatever comes. */
export async function withRunner<Result>(
  { clock, cwd, output, values }: Pick<Invocation<RunnerValues>, 'clock' | 'cwd' | 'output' | 'values'>,
  use: (runner: ProjectRunner) => Promise<Result>,
): Promise<Result> {
  const runner = await openRunner({
    ...settingsFrom(values, cwd),
    clock,
    auditLog: values['audit-log'],
    // A process that ends at once ships nothing: "agent-safe audit ship" does, and loses nothing.
    auditShippers: [],
    shortLived: true,
    onNotifyFailure: tellNotifyFailure(output),
    issuer: values.issuer,
    state: values.state,
    signingKey: signingKeyFrom(values),
    verificationKeys: keysFrom(values, cwd),
    ...(values.audience === undefined ? {} : { tickets: { audience: values.audience } }),
    kubeconfig: values.kubeconfig,
    context: values.context,
  });
  try {
    return await use(runner);
  } finally {
    await runner.close();
  }
}

/** Seconds. @throws UsageError */
export function readTimeout(given: string | undefined): number | undefined {
  const timeout = readDuration(given, '--timeout');
  if (timeout === undefined || (timeout >= 1 && timeout <= 86_400)) return timeout;
  throw new UsageError('--timeout is from 1 second to 24h.');
}

/** Tells people what takes long, where it does not get between the lines of an answer. */
export function tellProgress(output: Output): (message: string) => void {
  return (message) => output.err(`${printable(message)}\n`);
}
