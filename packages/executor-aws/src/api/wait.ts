import {
  effectMissing,
  type Observation,
  observed,
  waiting,
  waitUntil as waitUntilObserved,
} from '@agent-safe/runner/executor-kit';
import type { ActionContext } from './action-context.ts';
import { ApiError, RequestNotSent, toApiError } from './api-error.ts';
import type { Opened } from './aws.ts';
import type { Clients, Service, Services } from './services.ts';

/** Options of a waiter of the SDK, in seconds. */
export interface WaiterOptions<Name extends Service> {
  readonly client: Clients[Name];
  readonly maxWaitTime: number;
  readonly minDelay: number;
  readonly maxDelay: number;
  readonly abortSignal: AbortSignal;
}

/** Seconds between two observations. */
const MIN_DELAY = 0.5;
const MAX_DELAY = 5;

/**
 * Waits with a waiter of the SDK until the deadline.
 *
 * @param wait calls the waiter
 * @param explain reads the object, and returns why the effect is not there
 */
export async function waitWithSdk<Name extends Service>(
  { aws, clock, deadline, signal }: ActionContext,
  name: Name,
  wait: (sdk: Services[Name], options: WaiterOptions<Name>) => Promise<unknown>,
  explain: () => Promise<string>,
): Promise<Observation> {
  const { client, sdk }: Opened<Name> = await aws.open(name);
  const maxWaitTime = Math.max(MIN_DELAY + 0.001, (deadline - clock()) / 1_000);
  const refused = new AbortController();
  const options = {
    client: endOnRefusal(client, refused),
    maxWaitTime,
    minDelay: MIN_DELAY,
    maxDelay: MAX_DELAY,
    abortSignal: AbortSignal.any([signal, refused.signal]),
  };
  try {
    await wait(sdk, options);
    return observed();
  } catch (error) {
    if (refused.signal.aborted) throw refused.signal.reason;
    if (signal.aborted || (error instanceof Error && error.name === 'TimeoutError')) {
      return waiting(await explain().catch(() => 'The effect was not observed in time.'));
    }
    if (isFromApi(error)) throw toApiError(error);
    return effectMissing(await explain());
  }
}

/** Ends the wait if the API refuses to show the object. The waiters of the SDK would ask until the deadline. */
function endOnRefusal<Client extends object>(client: Client, refused: AbortController): Client {
  const { send } = client as { readonly send: (...given: readonly unknown[]) => Promise<unknown> };
  const watch = async (...given: readonly unknown[]): Promise<unknown> => {
    try {
      return await send.apply(client, [...given]);
    } catch (error) {
      const known = toApiError(error);
      if (known instanceof ApiError && known.isRefusal && !known.isTransient && !known.isNotFound) refused.abort(known);
      throw error;
    }
  };
  return Object.create(client, { send: { value: watch } }) as Client;
}

/** The error of a waiter that saw a failed state has neither. */
function isFromApi(error: unknown): boolean {
  if (error instanceof ApiError || error instanceof RequestNotSent) return true;
  return error instanceof Error && '$metadata' in error;
}

/** Repeats an observation until the effect is observed. Temporary errors of the API do not end the wait. */
export function waitUntil(
  observe: () => Promise<Observation>,
  { progress, signal }: Pick<ActionContext, 'progress' | 'signal'>,
): Promise<Observation> {
  const isTransient = (error: unknown) => error instanceof ApiError && error.isTransient;
  let told: string | undefined;
  const observeAndTell = async () => {
    const observation = await observe();
    if (!observation.ok && observation.reason !== told) progress(observation.reason);
    told = observation.ok ? told : observation.reason;
    return observation;
  };
  return waitUntilObserved(observeAndTell, { signal, isTransient });
}
