import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { NoteSigner, NoteVerifier } from '@agent-safe/audit';
import type { CheckpointKey } from '@agent-safe/registry/open';

/** Opens a key of the project as a signer of checkpoints. Its name in checkpoints is `agent-safe/` and its id. */
export async function openSigner({ d, kid, x }: CheckpointKey): Promise<NoteSigner> {
  const { noteSigner } = await import('../lazy/audit.ts');
  return noteSigner(nameKey(kid), createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } }));
}

/** Opens the keys of the project as verifiers of checkpoints, including older keys. */
export async function openVerifiers(keys: readonly CheckpointKey[]): Promise<readonly NoteVerifier[]> {
  if (keys.length === 0) return [];
  const { noteVerifier } = await import('../lazy/audit.ts');
  return keys.map(({ kid, x }) => {
    return noteVerifier(nameKey(kid), createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } }));
  });
}

function nameKey(kid: string): string {
  return `agent-safe/${kid}`;
}
