import { DeliveryError } from '@agent-safe/webhook';

export interface NotifyFailure {
  readonly notifier: string;
  readonly request_id: string;
  /** How often it was tried. */
  readonly tries: number;
  /** Whether it is not tried again. */
  readonly isLast: boolean;
}

/** Is told of each try that fails. The error holds no secret. */
export type OnNotifyFailure = (failure: NotifyFailure, error: Error) => void;

/** An error of a custom notifier may hold anything: only errors of Agent-Safe are shown. */
export function toShownError(error: unknown): Error {
  if (error instanceof DeliveryError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
  return new DeliveryError(`it failed (${/^[A-Z_]{1,40}$/.test(code) ? code : 'no code'})`);
}

/** The first failure becomes a warning of the process. */
export function warnOnce(): OnNotifyFailure {
  let isTold = false;
  return ({ notifier }, { message }) => {
    if (isTold) return;
    isTold = true;
    process.emitWarning(`Approvers are not told of requests by ${notifier}, and it is tried again: ${message}`, {
      code: 'AGENT_SAFE_NOTIFIER',
    });
  };
}
