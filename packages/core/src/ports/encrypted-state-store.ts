/**
 * Stores values that a rollback needs and the log holds only masked. The runner encrypts them; the store cannot read
 * them.
 */
export interface EncryptedStateStore {
  /**
   * Stores a ciphertext for ever, under the id of the decision. Resolves after it would survive a power failure. An
   * existing ciphertext is not replaced.
   *
   * @returns whether the ciphertext was stored
   */
  put(auditId: string, ciphertext: string): Promise<boolean>;
  get(auditId: string): Promise<string | undefined>;
}
