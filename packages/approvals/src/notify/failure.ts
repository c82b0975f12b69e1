import { DeliveryError } from '@agent-safe/webhook';

export interface NotifyFailure {
  readonly notifier: string;
  readonly request_id: string;
  /** Number of attempts so far. */
  readonly tries: number;
  /** Whether no further attempt follows. */
  readonly isLast: boolean;
}

/** Called after each failed attempt. The error contains no secret. */
export type OnNotifyFailure = (failure: NotifyFailure, error: Error) => void;

/** Replaces the error of a custom notifier, whose message may contain a secret. Keeps delivery errors of Agent-Safe. */
export function toShownError(error: unknown): Error {
  if (error instanceof DeliveryError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
  return new DeliveryError(`the notifier failed (${/^[A-Z_]{1,40}$/.test(code) ? code : 'no code'})`);
}

/** Returns a listener that turns the first failure into a process warning. */
export function warnOnce(): OnNotifyFailure {
  let isTold = false;
  return ({ notifier }, { message }) => {
    if (isTold) return;
    isTold = true;
    process.emitWarning(
      `Approval notice not delivered by ${notifier}: ${message}. It is sent again with backoff, as long as a process with this notifier runs.`,
      {
        code: 'AGENT_SAFE_NOTIFIER',
      },
    );
  };
}
