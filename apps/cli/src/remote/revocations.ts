import { ServerError } from '@agent-safe/client';
import type { TokenService } from '@agent-safe/sdk';
import { connectFrom } from './connect.ts';

export type Revocations = Pick<TokenService, 'lift' | 'listRevocations' | 'revoke'>;

/** The revocations of a server. */
export function remoteRevocations(values: { readonly server?: string }): Revocations {
  const client = connectFrom(values);
  return {
    listRevocations: async () => [...(await client.listRevocations())],
    revoke: (subject) => client.revoke(subject),
    async lift(agent) {
      try {
        return await client.liftRevocation(agent);
      } catch (error) {
        if (error instanceof ServerError && error.code === 'not_revoked') return undefined;
        throw error;
      }
    },
  };
}
