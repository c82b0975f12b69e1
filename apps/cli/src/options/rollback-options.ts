import type { CheckRollbackOptions } from '@agent-safe/sdk/runner';
import type { Options, Values } from '../command/command.ts';
import { readSecret } from './text-or-file.ts';

/** Who asks for a rollback. */
export const ASKING_OPTIONS = {
  caller: {
    type: 'string',
    value: 'NAME',
    summary: 'Who asks: an identity token, or a bare name, which proves nothing',
  },
  'ticket-id': { type: 'string', value: 'ID', summary: 'The change ticket that this belongs to' },
  'request-secret': {
    type: 'string',
    value: 'SECRET',
    summary: 'What came with the request, where no token proves who asks, or @file; or AGENT_SAFE_REQUEST_SECRET',
  },
} as const satisfies Options;

export function readAsking(values: Values<typeof ASKING_OPTIONS>, cwd: string): CheckRollbackOptions {
  const fromEnvironment = process.env.AGENT_SAFE_REQUEST_SECRET;
  return {
    caller: values.caller,
    ticketId: values['ticket-id'],
    requestSecret: readSecret(values['request-secret'], '--request-secret', cwd, fromEnvironment),
  };
}
