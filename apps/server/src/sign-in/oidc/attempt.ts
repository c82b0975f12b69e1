import * as z from 'zod';

/** A sign-in that began in a browser. Its cookie binds the answer of the provider to this browser. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Path where the browser goes after the sign-in. */
  readonly returnTo: string;
  /** Milliseconds since 1970, UTC. */
  readonly startedAt: number;
}

/** Seconds for the sign-in at the provider. */
export const ATTEMPT_SECONDS = 600;

const schema = z.strictObject({
  state: z.string().min(16).max(128),
  nonce: z.string().min(16).max(128),
  verifier: z.string().min(43).max(128),
  returnTo: z.string(),
  startedAt: z.number(),
});

export function writeAttempt(attempt: Attempt): string {
  return Buffer.from(JSON.stringify(attempt)).toString('base64url');
}

/** Reads the cookie of an attempt. @returns undefined if it is missing, malformed or too old */
export function readAttempt(cookie: string | undefined, now: number): Attempt | undefined {
  const read = schema.safeParse(parse(cookie));
  if (!read.success || !isLocalPath(read.data.returnTo)) return undefined;
  const age = now - read.data.startedAt;
  return age >= 0 && age < ATTEMPT_SECONDS * 1_000 ? read.data : undefined;
}

/** Whether a browser that follows the text stays on this server. */
export function isLocalPath(text: string): boolean {
  // Browsers read "\" as "/", and remove tabs and line breaks: "/\host" and "//host" name another server.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return false;
  const base = 'http://server.invalid';
  return URL.canParse(text, base) && new URL(text, base).origin === base;
}

function parse(cookie: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
