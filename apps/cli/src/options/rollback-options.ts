import type { CheckRollbackOptions } from '@agent-safe/sdk/runner';
import type { Options, Values } from '../command/command.ts';
import { CALLER_OPTION, REQUEST_SECRET_OPTION } from './request-options.ts';

/** Options of the commands that request a rollback. */
export const ASKING_OPTIONS = {
  caller: CALLER_OPTION,
  'ticket-id': { type: 'string', value: 'ID', summary: 'Id of the change ticket' },
  'request-secret': REQUEST_SECRET_OPTION,
} as const satisfies Options;

export function readAsking(values: Values<typeof ASKING_OPTIONS>): CheckRollbackOptions {
  return { caller: values.caller, ticketId: values['ticket-id'], requestSecret: values['request-secret'] || undefined };
}
