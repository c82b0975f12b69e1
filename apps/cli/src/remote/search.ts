import { ServerError } from '@agent-safe/client';
import { holdsToken } from '@agent-safe/core';
import type { AgentSafe } from '@agent-safe/sdk';
import { connectFrom } from './connect.ts';

/** The searches of a project or a server behind the commands. */
export interface Searcher extends Pick<AgentSafe, 'close' | 'whatCan' | 'whoCan'> {
  readonly subjects: Pick<AgentSafe['subjects'], 'list'>;
}

/** The searches of a server. */
export function remoteSearch(values: { readonly server?: string }): Searcher {
  return {
    close: async () => undefined,
    // Only an empty result asks whether there are subjects, which a server does not tell.
    subjects: { list: async () => [UNKNOWN] },
    whoCan(search) {
      const { at: _, ...query } = search;
      return asResult(connectFrom(values).whoCan(withoutEmpty(query) as never));
    },
    whatCan(search) {
      const { at: _, caller, ...query } = search;
      const token = typeof caller === 'string' && holdsToken(caller) ? caller : undefined;
      const named = token === undefined ? { caller } : {};
      return asResult(connectFrom(values, token).whatCan(withoutEmpty({ ...query, ...named })));
    },
  };
}

const UNKNOWN = { type: '', id: '', agent_id: '', roles: [], groups: [], properties: {} };

function withoutEmpty(query: object): object {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== null));
}

async function asResult<Result>(answer: Promise<object>): Promise<Result> {
  try {
    return { ok: true, ...(await answer) } as Result;
  } catch (error) {
    if (!(error instanceof ServerError) || error.status === null) throw error;
    return { ok: false, code: error.code, reason: error.reason } as Result;
  }
}
