import { type Bits, eachBit } from './bits.ts';
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

/** Returns the rules that match a shape, from one place in the evaluation order to another. */
export function matchingRules({ decides, floors }: Shape, from: number, to: number): readonly number[] {
  const places: number[] = [];
  const visit = (place: number) => {
    if (place >= from && place < to) places.push(place);
  };
  eachBit(
    decides.map((word, index) => word | (floors[index] ?? 0)),
    visit,
  );
  return places;
}
