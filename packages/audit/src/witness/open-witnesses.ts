import { AgentSafeError } from '@agent-safe/core';
import { isSameKey, parseWitnessKey, type WitnessKey } from '../format/cosignature.ts';
import type { WitnessOption } from './ask-witness.ts';

/** Settings of a witness. */
export interface WitnessEntry {
  readonly url: string;
  /** Verifier key of the witness. */
  readonly key: string;
  readonly allow_private: boolean;
}

/** Reads the settings of witnesses. @throws AgentSafeError ERR_CONFIG_INVALID if a key is not valid, or if two witnesses share it */
export function openWitnesses(entries: readonly WitnessEntry[] = []): readonly WitnessOption[] {
  const keys: WitnessKey[] = [];
  return entries.map(({ allow_private: allowPrivate, key: text, url }, place) => {
    const key = parseWitnessKey(text);
    const where = `audit_log.witnesses[${place}].key`;
    if (key === undefined) {
      const fix = 'Get it from the operator of the witness. Only Ed25519 witnesses are supported';
      throw new AgentSafeError('ERR_CONFIG_INVALID', `The verifier key of a witness is not valid: ${where}. ${fix}.`);
    }
    if (keys.some((other) => isSameKey(other, key)))
      throw new AgentSafeError(
        'ERR_CONFIG_INVALID',
        `Two witnesses have the same key: ${where}. Name each witness once.`,
      );
    keys.push(key);
    return { url, key, allowPrivate };
  });
}
