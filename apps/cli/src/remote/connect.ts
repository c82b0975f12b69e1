import { type HttpClient, ServerError } from '@agent-safe/client';
import { connect } from '@agent-safe/client/node';
import { UsageError } from '../command/command.ts';
import { readVariable } from '../command/token-input.ts';

/** Connects to the server of the command line or the environment. @throws UsageError */
export function connectFrom({ server }: { readonly server?: string }, token?: string): HttpClient {
  const url = server ?? readVariable('AGENT_SAFE_SERVER') ?? '';
  const own = token ?? readVariable('AGENT_SAFE_TOKEN') ?? readVariable('AGENT_SAFE_CALLER_TOKEN');
  const apiKey = own === undefined ? readVariable('AGENT_SAFE_API_KEY') : undefined;
  if (own === undefined && apiKey === undefined)
    throw new UsageError('The credentials for the server are missing. Set AGENT_SAFE_TOKEN or AGENT_SAFE_API_KEY.');
  try {
    return connect({ url, ...(own === undefined ? { apiKey } : { token: own }) });
  } catch (error) {
    if (error instanceof ServerError) throw new UsageError(error.reason);
    throw error;
  }
}

/** Refuses options that only make sense with project files. @throws UsageError */
export function refuseLocal(values: Readonly<Record<string, unknown>>, local: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(local).find((name) => values[name] !== undefined);
  if (given !== undefined)
    throw new UsageError(
      `--${given} is for project files, which a server has itself. Remove it, or --server and AGENT_SAFE_SERVER.`,
    );
}
