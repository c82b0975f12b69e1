import type { Option } from '../command/command.ts';

/** `--caller` of the commands that request a decision. */
export const CALLER_OPTION = {
  type: 'string',
  value: 'TOKEN',
  summary: 'Identity token of the caller, or a bare name, which is not verified',
  token: { variable: 'AGENT_SAFE_CALLER_TOKEN', orName: true },
} as const satisfies Option;

/** `--request-secret` of the commands that continue an approved request. */
export const REQUEST_SECRET_OPTION = {
  type: 'string',
  value: 'SECRET',
  summary: 'Secret of the approval request, if no token verifies the caller',
  token: { variable: 'AGENT_SAFE_REQUEST_SECRET', isSecret: true },
} as const satisfies Option;

/** Argument of the commands that use an execution ticket. */
export const TICKET_ARGUMENT = { noun: 'ticket', variable: 'AGENT_SAFE_TICKET' } as const;

/** Argument of the commands that use an identity token. */
export const TOKEN_ARGUMENT = { noun: 'token', variable: 'AGENT_SAFE_CALLER_TOKEN' } as const;
