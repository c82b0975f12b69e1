import type { ClientRunOptions } from '@agent-safe/core';
import type { ProjectRunner } from '@agent-safe/sdk/runner';
import { UsageError } from '../command/command.ts';
import { connectFrom } from './connect.ts';

export type Executions = Pick<ProjectRunner, 'dryRun' | 'execute'>;

/** The executions of a server, which has the credentials of its targets. */
export function remoteRunner(values: { readonly server?: string }): Executions {
  return {
    execute: (ticket, options) =>
      connectFrom(values).execute(ticket, forServer(options)) as ReturnType<ProjectRunner['execute']>,
    dryRun: (ticket, options) =>
      connectFrom(values).dryRun(ticket, forServer(options)) as ReturnType<ProjectRunner['dryRun']>,
  };
}

type Given = Parameters<ProjectRunner['execute']>[1];

function forServer({ executor, overwrite, params, signal, timeout }: Given) {
  if (overwrite === true) throw new UsageError('--overwrite is not available with a server.');
  return { executor, params: params as ClientRunOptions['params'], signal, timeout };
}
