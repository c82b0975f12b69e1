import type { JsonObject } from '@agent-safe/core';
import type { ActionContext } from '../../src/api/action-context.ts';
import type { Aws, Opened } from '../../src/api/aws.ts';
import { loadService, type Service } from '../../src/api/services.ts';

export interface StandIn {
  readonly context: ActionContext;
  readonly progress: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Context of an action whose reads get these outputs in turn, and the last one from then on. For states that the API of the tests does
 * not have, such as a deployment that fails.
 */
export function standIn(outputs: readonly object[], params: JsonObject = {}, milliseconds = 5_000): StandIn {
  const left = [...outputs];
  const next = async (): Promise<object> => {
    const output = left.length > 1 ? left.shift() : left[0];
    if (output instanceof Error) throw output;
    return output ?? {};
  };
  const aws: Pick<Aws, 'accountId' | 'auditId' | 'region' | 'open' | 'read'> = {
    accountId: '111122223333',
    auditId: 'evt-1',
    region: 'us-east-1',
    read: (async () => next()) as Aws['read'],
    async open<Name extends Service>(name: Name) {
      return { sdk: await loadService(name), client: { send: next, config: {} } } as unknown as Opened<Name>;
    },
  };
  const progress: string[] = [];
  const warnings: string[] = [];
  const context: ActionContext = {
    aws: aws as Aws,
    carry: new Map(),
    clock: Date.now,
    deadline: Date.now() + milliseconds,
    params,
    progress: (message) => void progress.push(message),
    signal: AbortSignal.timeout(milliseconds),
    warn: (message) => void warnings.push(message),
  };
  return { context, progress, warnings };
}
