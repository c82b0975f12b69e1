import * as z from 'zod';
import { mapping, report, text } from './build.ts';

const SHORTEST_KEY = 32;

const secret = z.string().superRefine((encoded, context) => {
  const bytes = Buffer.from(encoded, 'base64url');
  const canonical = bytes.toString('base64url') === encoded;
  if (canonical && bytes.length >= SHORTEST_KEY) return;
  const message = canonical ? `The key is shorter than ${SHORTEST_KEY} bytes.` : 'The key is not unpadded base64url.';
  report(context, { code: 'key_invalid', message, fix: 'Let "agent-safe init" make a new one.' });
});

const key = mapping({
  kid: text.describe('The id of the key.'),
  purpose: z.enum(['mask']).describe('What the key is for; one key serves one purpose.'),
  kty: z.literal('oct'),
  k: secret.describe('The key, as unpadded base64url.'),
});

/** The key file: a JSON Web Key Set whose keys also name their purpose. */
export const keyFileSchema = mapping({ keys: z.array(key) });

export interface Key {
  readonly kid: string;
  readonly purpose: 'mask';
  readonly kty: 'oct';
  readonly k: string;
}
