import type { Bits } from './bits.ts';
import type { CallerShape } from './caller-space.ts';
import type { JointTimes } from './joint-conditions.ts';
import type { ActionOnTarget } from './pairs.ts';

/** Requests that the same rules match, apart from the time. */
export interface Shape {
  readonly pair: ActionOnTarget;
  readonly caller: CallerShape;
  readonly hasChangeTicket: boolean;
  /** The rules that match and decide, if the time fits. */
  readonly decides: Bits;
  /** The rules that match as floors, if the time fits. */
  readonly floors: Bits;
  /** The times of rules with conditions on several parts of a request, by place. */
  readonly joint?: ReadonlyMap<number, JointTimes>;
}

/** The rules that matter for a search. */
export interface Question {
  /** The rules whose answers matter, besides the asked ones. */
  readonly relevant: Bits;
  /** The rules before the asked ones: a request that they decide at all times is of no interest. */
  readonly before: Bits;
  /** Gets rules that decide some requests before the asked rules. These requests are not yielded. */
  readonly onHidden?: (rules: Bits) => void;
}
