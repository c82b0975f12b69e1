import type { Action, PolicyRule, Target } from '@agent-safe/core';
import type { VerifiedChain } from '@agent-safe/pdp/analysis';
import type { Effort } from './search.ts';

/** The documents that define a request space. */
export interface SpaceDocuments {
  readonly actions: readonly Action[];
  readonly rules: readonly PolicyRule[];
  readonly targets: readonly Target[] | undefined;
}

/** Settings that decide which requests are possible. */
export interface SpaceSettings {
  readonly strict: boolean;
  readonly names?: VerifiedChain;
  readonly requireVerified?: boolean;
  readonly effort?: Effort;
}
