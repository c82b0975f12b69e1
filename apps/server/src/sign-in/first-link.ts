import type { Accounts } from '@agent-safe/accounts';
import { isLocal, readAddress } from '../listen/address.ts';

/** The user of the first sign-in link of a server without users. */
const FIRST = { id: 'admin', display_name: 'First administrator', roles: ['admin'] } as const;

/**
 * Makes a link that signs an administrator in once, so that the setup needs no password. If the server has no users, it adds one.
 *
 * @param urls base URLs of the server
 * @returns undefined if no address is on loopback, or no administrator is left
 * @throws AgentSafeError ERR_STORE_UNAVAILABLE, ERR_AUDIT_UNAVAILABLE
 */
export async function makeFirstLink({ signIn, users }: Accounts, urls: readonly string[]): Promise<string | undefined> {
  const base = urls.find((url) => isLoopbackUrl(url));
  if (base === undefined) return undefined;
  const known = await users.list();
  if (known.length === 0) await users.create(FIRST);
  const admin = known.find(({ roles, status }) => status === 'active' && roles.includes('admin'));
  const id = admin?.user_id ?? (known.length === 0 ? FIRST.id : undefined);
  const link = id === undefined ? undefined : await signIn.createLink(id);
  return link?.ok === true ? `${base}/api/v1/session/link?secret=${link.secret}` : undefined;
}

function isLoopbackUrl(url: string): boolean {
  const address = readAddress(url.replace(/^https?:\/\//, ''));
  return url.startsWith('http') && address !== undefined && isLocal(address);
}
