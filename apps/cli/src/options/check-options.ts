import { DECIDING_OPTIONS, type Options, RECORDING_OPTIONS } from '../command/command.ts';
import { CALLER_OPTION, REQUEST_SECRET_OPTION } from './request-options.ts';
import { SERVER_OPTIONS } from './server-options.ts';
import { CALLER_OPTIONS } from './signing-key.ts';

/** Options of `check` that describe the request and the answer. */
export const REQUEST_OPTIONS = {
  target: { type: 'string', value: 'ID', summary: 'Id of the target in the inventory' },
  caller: CALLER_OPTION,
  params: { type: 'string', value: 'JSON', summary: 'Parameters: JSON or @FILE' },
  'ticket-id': { type: 'string', value: 'ID', summary: 'Id of the change ticket' },
  wait: { type: 'boolean', summary: 'If an approval is required, wait for it and then print the ticket' },
  'wait-timeout': {
    type: 'string',
    value: 'TIME',
    summary: 'Longest wait: 900, 15m, 1h. Default: until the request expires',
  },
  'request-secret': REQUEST_SECRET_OPTION,
  explain: {
    type: 'boolean',
    summary: 'Also print the result of every rule, and the smallest changes that would change the answer',
  },
  preview: {
    type: 'boolean',
    summary: 'Show the answer that a check would give now. Records, counts and requests nothing, and issues no ticket',
  },
  quiet: {
    type: 'boolean',
    short: 'q',
    summary: 'Print only the ticket, or nothing. The reason goes to the standard error',
  },
  plan: { type: 'string', value: 'FILE', summary: 'Decide every step of this plan' },
} as const satisfies Options;

/** Options of `check` that are refused with a server. */
export const PROJECT_CHECK_OPTIONS = {
  ...CALLER_OPTIONS,
  ...RECORDING_OPTIONS,
  ...DECIDING_OPTIONS,
} as const satisfies Options;

export const CHECK_OPTIONS = {
  ...REQUEST_OPTIONS,
  ...SERVER_OPTIONS,
  ...PROJECT_CHECK_OPTIONS,
} as const satisfies Options;
