import type { Action, PolicyRule, Target } from '@agent-safe/core';

/** What is decided with: the documents alone, and their digest. */
export interface PolicySet {
  readonly actions: readonly Action[];
  readonly rules: readonly PolicyRule[];
  readonly targets: readonly Target[] | undefined;
  /** Of the content: comments, order of keys and names of files make no difference. */
  readonly digest: string;
}
