import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { NoteSigner, NoteVerifier } from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import type { CheckpointKey } from '@agent-safe/registry/open';
import type { ProjectKeys } from './project-keys.ts';

/** Opens the newest key for checkpoints. It returns the same signer until the keys change. */
export class CheckpointSigners {
  readonly #keys: ProjectKeys;
  #signer: NoteSigner | undefined;
  #known: readonly CheckpointKey[] | undefined;

  constructor(keys: ProjectKeys) {
    this.#keys = keys;
  }

  /** @throws AgentSafeError ERR_KEYS_INVALID if there is no key for checkpoints, or the keys cannot be used now */
  async open(): Promise<{ readonly signer: NoteSigner; readonly verifiers: readonly NoteVerifier[] }> {
    const key = this.#requireKey();
    const { checkpoints } = this.#keys.ring;
    const verifiers = await openVerifiers(checkpoints);
    if (this.#signer === undefined || this.#known !== checkpoints) {
      this.#known = checkpoints;
      this.#signer = await openSigner(key, () => this.#requireKey(key.x));
    }
    return { signer: this.#signer, verifiers };
  }

  /** @param x the public key that must be among the keys; by default the newest key is returned */
  #requireKey(x?: string): CheckpointKey {
    const { problem, ring } = this.#keys;
    if (problem !== undefined) throw new AgentSafeError('ERR_KEYS_INVALID', problem);
    const key = x === undefined ? ring.checkpoints.at(-1) : ring.checkpoints.find((each) => each.x === x);
    if (key !== undefined) return key;
    const summary =
      x === undefined
        ? 'There is no key for checkpoints. Run "agent-safe init", and set "keys" in agent-safe.yaml to the key file.'
        : 'The key for checkpoints was removed before it signed. Sign another checkpoint.';
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
}

/**
 * Opens a key of the project as a signer of checkpoints. Its name in checkpoints is `agent-safe/` and its id.
 *
 * @param requireKey called for each signature: the wait for the log can be long, and the key may be gone. Throws if it is
 */
export async function openSigner(
  { d, kid, x }: CheckpointKey,
  requireKey: () => void = () => undefined,
): Promise<NoteSigner> {
  const { noteSigner } = await import('../lazy/audit.ts');
  const key = createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } });
  return {
    ...noteSigner(nameKey(kid), key),
    get privateKey() {
      requireKey();
      return key;
    },
  };
}

/** Opens the keys of the project as verifiers of checkpoints, including older keys. */
export async function openVerifiers(keys: readonly CheckpointKey[]): Promise<readonly NoteVerifier[]> {
  const { noteVerifier } = await import('../lazy/audit.ts');
  return keys.map(({ kid, x }) => {
    return noteVerifier(nameKey(kid), createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } }));
  });
}

function nameKey(kid: string): string {
  return `agent-safe/${kid}`;
}
