import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { NoteSigner, NoteVerifier } from '@agent-safe/audit';
import type { CheckpointKey } from '@agent-safe/registry/open';

/** A key of the project as one that signs checkpoints. Its name in them is that of the product, and its id. */
export async function openSigner({ d, kid, x }: CheckpointKey): Promise<NoteSigner> {
  const { noteSigner } = await import('../lazy/audit.ts');
  return noteSigner(nameKey(kid), createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } }));
}

/** The keys of the project as those whose checkpoints count, older ones too. */
export async function openVerifiers(keys: readonly CheckpointKey[]): Promise<readonly NoteVerifier[]> {
  const { noteVerifier } = await import('../lazy/audit.ts');
  return keys.map(({ kid, x }) => {
    return noteVerifier(nameKey(kid), createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } }));
  });
}

function nameKey(kid: string): string {
  return `agent-safe/${kid}`;
}
