import type { CheckpointFields, LogSealedFields } from '@agent-safe/core';
import * as z from 'zod';
import { count, event, members, sha256 } from './event.ts';

export const logSealed = event<LogSealedFields>()('log_sealed', {
  torn: members<LogSealedFields['torn']>()({
    offset: count.describe('Bytes from the start of the log to the torn bytes.'),
    length: z.int().min(1).describe('Bytes.'),
    sha256: sha256.describe('Of the torn bytes.'),
  }),
});

export const checkpoint = event<CheckpointFields>()('checkpoint', {
  size: z.int().min(1).describe('Events that it covers.'),
  root: z.base64().describe('The root of the Merkle tree over their entry hashes, base64.'),
  note: z.string().min(1).describe('The signed note.'),
});
