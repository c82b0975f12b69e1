import { AgentSafeError } from '@agent-safe/core';
import type { CheckpointKey, KeyRing, WatchedFile } from '@agent-safe/registry/open';

const NO_KEYS: KeyRing = { mask: undefined, checkpoints: [], tokens: [], approvals: [], encryption: [] };

/**
 * The keys of a project as they are now. Ask for a key each time it is used, and keep none: a key that was removed, or
 * that others can read, must stop within a second.
 */
export class ProjectKeys {
  readonly #file: WatchedFile<KeyRing> | undefined;
  readonly #findRemoval: () => string | undefined;

  /**
   * @param file undefined if the project has no key file
   * @param findRemoval returns why the settings do not name these keys any more; undefined if they do
   */
  constructor(file: WatchedFile<KeyRing> | undefined, findRemoval: () => string | undefined = () => undefined) {
    this.#file = file;
    this.#findRemoval = findRemoval;
  }

  get hasFile(): boolean {
    return this.#file !== undefined;
  }

  /** The same object until the keys change. No keys while the file cannot be used. */
  get ring(): KeyRing {
    return this.#findRemoval() === undefined ? (this.#file?.content ?? NO_KEYS) : NO_KEYS;
  }

  /** The keys, as `ring`. Undefined while they cannot be used. */
  get usableRing(): KeyRing | undefined {
    if (this.#findRemoval() !== undefined) return undefined;
    return this.#file === undefined ? NO_KEYS : this.#file.content;
  }

  /** Why the keys cannot be used now, and what to do; undefined if they can, or if there is no key file. */
  get problem(): string | undefined {
    return this.#findRemoval() ?? this.#file?.problem;
  }

  /** Returns the keys that verify checkpoints. @throws AgentSafeError ERR_KEYS_INVALID while the keys cannot be used */
  requireCheckpoints(): readonly CheckpointKey[] {
    const { problem, ring } = this;
    if (problem === undefined) return ring.checkpoints;
    throw new AgentSafeError('ERR_KEYS_INVALID', `The checkpoints cannot be verified. ${problem}`);
  }

  /** Looks at the file now. Use it where a wait of a second for a new key would be an error. */
  look(): void {
    this.#file?.look();
  }
}
