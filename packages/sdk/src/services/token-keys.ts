import { AgentSafeError, type CheckResult, PASSED } from '@agent-safe/core';
import { type Current, currentOf } from '@agent-safe/core/options';
import { signingKey, type TokenKey, verificationKeys } from '@agent-safe/registry/open';
import { importSigningKey, readSigningSecret, type SigningKey, type VerificationKey } from '@agent-safe/tokens';
import type { ProjectKeys } from './project-keys.ts';

/** A secret that signers and verifiers share, as in Agent-Safe 0.11. */
export interface SharedSecret {
  /** At least 32 bytes. */
  readonly signingKey?: string | Uint8Array | undefined;
  /** Whether tokens that Agent-Safe 0.11 signed with the secret are accepted; true by default. */
  readonly legacyTokens?: boolean | undefined;
}

const NO_KEYS: readonly VerificationKey[] = [];

/**
 * The keys that sign and verify tokens. Keys of the project sign. The shared secret signs only if the project has no
 * keys, not if its keys have expired.
 */
export class TokenKeys {
  readonly #project: ProjectKeys;
  /** Undefined if the keys of the project verify. */
  readonly #trusted: Current<readonly VerificationKey[]> | undefined;
  readonly #secret: Extract<VerificationKey, { readonly alg: 'HS256' }> | undefined;
  /** The keys that `#verification` was made of. */
  #source: readonly TokenKey[] | readonly VerificationKey[] | undefined;
  #verification: readonly VerificationKey[] = [];
  #hadKeys = false;
  #signing: SigningKey | undefined;

  /**
   * @param trusted keys that verify in place of the keys of the project
   * @throws AgentSafeError ERR_KEYS_INVALID for a shared secret shorter than 32 bytes
   */
  constructor(
    project: ProjectKeys,
    { legacyTokens, signingKey: secret }: SharedSecret = {},
    trusted?: Current<readonly VerificationKey[]>,
  ) {
    this.#project = project;
    this.#trusted = trusted;
    if (secret !== undefined) {
      this.#secret = { alg: 'HS256', secret: readSigningSecret(secret), acceptsLegacy: legacyTokens ?? true };
    }
  }

  /** The keys that verify now: the same list until they change. Empty while the keys of the project cannot be used. */
  get verification(): readonly VerificationKey[] {
    const usable = this.#project.usableRing;
    if (usable === undefined) return NO_KEYS;
    const trusted = this.#trusted === undefined ? undefined : currentOf(this.#trusted);
    const source = trusted ?? usable.tokens;
    if (source === this.#source) return this.#verification;
    const secret = this.#secret === undefined ? [] : [this.#secret];
    this.#source = source;
    this.#verification = [...(trusted ?? verificationKeys(usable.tokens)), ...secret];
    return this.#verification;
  }

  /** Whether any key verifies callers, or did so earlier: callers stay unverified after the keys were removed. */
  get hasKeys(): boolean {
    this.#hadKeys ||= this.verification.length > 0;
    return this.#hadKeys;
  }

  /** Checks that the keys which this process was opened with can still be used. */
  check(): CheckResult<'caller_invalid'> {
    const { problem } = this.#project;
    if (problem !== undefined) return { ok: false, code: 'caller_invalid', reason: problem };
    if (typeof this.#trusted !== 'function' || !this.hasKeys || this.verification.length > 0) return PASSED;
    const reason = 'No public key verifies callers now. Check the key set that this process was started with.';
    return { ok: false, code: 'caller_invalid', reason };
  }

  /** Looks for new keys now, without waiting for the next look. @returns whether the keys that verify are others */
  look(): boolean {
    const known = this.verification;
    this.#project.look();
    return this.verification !== known;
  }

  /**
   * Returns the current signing key, and the same object until it changes.
   *
   * @throws AgentSafeError ERR_KEYS_INVALID if the key pair is damaged
   */
  signing(now: number): SigningKey | undefined {
    const usable = this.#project.usableRing;
    if (usable === undefined) return undefined;
    const { tokens } = usable;
    const key = tokens.length === 0 ? this.#secret : signingKey(tokens, now);
    const known = this.#signing;
    const isSame = key?.alg === 'EdDSA' && known?.alg === 'EdDSA' && key.x === known.x && key.kid === known.kid;
    if (isSame) return known;
    // Throws for a damaged pair, before it signs a token.
    if (key?.alg === 'EdDSA') importSigningKey(key);
    this.#signing = key;
    return key;
  }

  /** @throws AgentSafeError ERR_KEYS_INVALID if there is no signing key */
  requireSigning(now: number): SigningKey {
    this.look();
    const key = this.signing(now);
    if (key !== undefined) return key;
    const { problem } = this.#project;
    if (problem !== undefined) throw new AgentSafeError('ERR_KEYS_INVALID', `No token can be signed. ${problem}`);
    const summary =
      'There is no key that signs tokens. Run "agent-safe keys generate", and set "keys" in agent-safe.yaml to the key file.';
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
}
