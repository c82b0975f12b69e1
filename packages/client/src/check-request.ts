import type { CheckRequest, ClientCheckOptions, Preview } from '@agent-safe/core';
import { type ServerError, unavailable } from './server-error.ts';
import type { AssertedSubject } from './types.ts';

export interface HttpCheckOptions extends ClientCheckOptions {
  /** Only with an API key: the subject that sends the request. */
  readonly subject?: AssertedSubject | undefined;
}

export function toBody({ action, params, target, ticket_id }: CheckRequest) {
  return {
    action,
    ...(target === undefined ? {} : { target }),
    ...(params === undefined ? {} : { params }),
    ...(ticket_id === undefined ? {} : { ticket_id }),
  };
}

export function subjectOf({ subject }: HttpCheckOptions) {
  return subject === undefined ? {} : { subject };
}

/** An answer to another request must not allow this one. */
export function isAnswer({ action, target }: CheckRequest, decision: Preview | undefined): boolean {
  return decision !== undefined && decision.action === action && decision.target === (target ?? null);
}

export function mixedUp(): ServerError {
  return unavailable('The server answered another request.', 200);
}
