/**
 * Keeps values that a rollback needs and the log has only masked. The runner encrypts them: the store cannot read them.
 */
export interface EncryptedStateStore {
  /**
   * Keeps it for ever under the id of the decision. It survives a loss of power before it resolves. What was put there first stays.
   *
   * @returns whether it was the first
   */
  put(auditId: string, ciphertext: string): Promise<boolean>;
  get(auditId: string): Promise<string | undefined>;
}
