import type { TokensRefusedFields } from '@agent-safe/core';
import * as z from 'zod';
import { count, event, time } from './event.ts';

export const tokensRefused = event<TokensRefusedFields>()('tokens_refused', {
  count: z.int().min(1).describe('Number of requests with a refused token that have no decision event.'),
  recorded: count.describe('Number of requests with a refused token in the same time that have one.'),
  since: time.describe('Start of the minute: RFC 3339, UTC.'),
  until: time.describe('End of the minute, or the end of the process that counted: RFC 3339, UTC.'),
});
