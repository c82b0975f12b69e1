import type { ParameterSlots, PolicyRule } from '@agent-safe/core';
import { RequestCopy } from './request.ts';

/** Buffers of one evaluation. They are reused, so that an evaluation allocates only its result. */
export interface Scratch {
  readonly slots: ParameterSlots;
  readonly asked: RequestCopy;
  isIdentified: boolean;
  areParamsValid: boolean;
  /** The rule that decided; undefined if none did. */
  decider: PolicyRule | undefined;
  /** The floors that the rules set. */
  floors: PolicyRule[];
}

export function makeScratch(): Scratch {
  return {
    slots: [],
    asked: new RequestCopy(),
    isIdentified: false,
    areParamsValid: false,
    decider: undefined,
    floors: [],
  };
}
