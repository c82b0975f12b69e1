import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Refused } from '@agent-safe/core';
import { refuse } from '../shared/refuse.ts';

/** Costs of scrypt: `2^ln` blocks of `r` × 128 bytes, `p` times one after the other. */
interface Costs {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about a tenth of a second: one of the equally strong settings that OWASP recommends, and the one with the least memory. */
const CURRENT: Costs = { ln: 15, r: 8, p: 3 };
/** Limits of stored costs, so that a changed state file cannot occupy the process: 256 MiB, 16 times. */
const [MOST_BLOCKS, MOST_TIMES] = [2 ** 21, 16];
const [SALT_BYTES, HASH_BYTES] = [16, 32];
const FORMAT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{16,86})\$([\w-]{43,86})$/;

const [SHORTEST, LONGEST] = [12, 256];

/** Checks a new password. A long one is enough: rules about digits and signs make people choose worse ones. */
export function checkPassword(password: unknown, userId: string): { readonly ok: true } | Refused<'password_invalid'> {
  const length = typeof password === 'string' ? Array.from(password.normalize('NFKC')).length : 0;
  if (typeof password !== 'string' || length < SHORTEST || length > LONGEST) {
    return refuse(
      'password_invalid',
      `The password must have ${SHORTEST} to ${LONGEST} characters. Choose another one.`,
    );
  }
  const plain = password.toLowerCase();
  if (new Set(plain).size < 4 || plain.replaceAll(userId.toLowerCase(), '').length < SHORTEST / 2) {
    return refuse('password_invalid', 'The password is too easy to guess. Choose another one.');
  }
  return { ok: true };
}

/** Returns the hash that is stored: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`. The format names the costs, so that they can grow. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const derived = await derive(password, salt, CURRENT, HASH_BYTES);
  return format(salt, derived);
}

/**
 * Verifies a password. It takes the same time without a stored hash.
 *
 * @returns `outdated` if the password is right and its hash should be replaced by one with the current costs
 */
export async function verifyPassword(password: string, stored: string | null): Promise<'right' | 'wrong' | 'outdated'> {
  const known = stored === null ? undefined : parse(stored);
  const { costs, hash, salt } = known ?? NOBODY;
  const derived = await derive(password, salt, costs, hash.length);
  const isEqual = timingSafeEqual(derived, hash);
  if (known === undefined || !isEqual) return 'wrong';
  const isCurrent = costs.ln === CURRENT.ln && costs.r === CURRENT.r && costs.p === CURRENT.p;
  return isCurrent ? 'right' : 'outdated';
}

interface ParsedHash {
  readonly costs: Costs;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Used for users without a password. No password has this hash. */
const NOBODY: ParsedHash = { costs: CURRENT, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES) };

function parse(stored: string): ParsedHash | undefined {
  const [, ln, r, p, salt, hash] = FORMAT.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const costs = { ln: Number(ln), r: Number(r), p: Number(p) };
  const blocks = 2 ** costs.ln * costs.r;
  if (costs.ln < 1 || costs.r < 1 || blocks > MOST_BLOCKS || costs.p < 1 || costs.p > MOST_TIMES) return undefined;
  return { costs, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}

function format(salt: Buffer, hash: Buffer): string {
  const { ln, p, r } = CURRENT;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** Runs in the thread pool of Node, so that decisions go on. */
function derive(password: string, salt: Buffer, { ln, p, r }: Costs, length: number): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
  return new Promise((resolve, reject) => {
    // Keyboards send the same letter in different forms.
    scrypt(password.normalize('NFKC'), salt, length, options, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}
