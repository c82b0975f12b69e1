import type { Action, PolicyRule, Target } from '@agent-safe/core';

/** The documents that decide, and their digest. */
export interface PolicySet {
  readonly actions: readonly Action[];
  readonly rules: readonly PolicyRule[];
  readonly targets: readonly Target[] | undefined;
  /** Digest of the content. Comments, key order and file names do not change it. */
  readonly digest: string;
}
