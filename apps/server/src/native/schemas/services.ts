import * as z from 'zod';
import { count, nullableText, text, time } from './values.ts';

export const keySet = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        kid: text,
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
        x: text,
        exp: z.number().exactOptional().describe('End of the key, in seconds since 1970, UTC.'),
      }),
    )
    .readonly(),
});
export const keys = z.strictObject({
  tokens: z
    .array(z.strictObject({ kid: text, signs_from: time.nullable(), verifies_until: time.nullable() }))
    .readonly()
    .describe('Keys that sign and verify tokens, the newest last.'),
  checkpoints: z
    .array(z.strictObject({ kid: text }))
    .readonly()
    .describe('Keys that sign checkpoints, the newest last.'),
  approvals: count.describe('Number of keys that protect approval requests.'),
  encryption: count.describe('Number of keys that encrypt states.'),
  masks: z.boolean().describe('Whether a key masks sensitive parameters.'),
  problem: nullableText.describe('Why the keys cannot be used now.'),
});
export const services = z.strictObject({
  vault: z.strictObject({
    vault: nullableText,
    is_scoped: z.boolean(),
    ambient_credentials: z.boolean(),
    types: z.array(z.strictObject({ type: text, problem: nullableText })).readonly(),
    problem: nullableText,
  }),
  shippers: z
    .array(
      z.strictObject({
        destination: text,
        seq: count,
        end_seq: count,
        lag_events: count,
        lag_bytes: count,
        lag_seconds: z.number(),
        parked: count,
        last_delivery_at: text.optional(),
        last_error: z.strictObject({ message: text, at: text, failures: count }).optional(),
      }),
    )
    .readonly(),
});
