/** A value, or a function that returns the current value, such as keys that can be removed at any time. */
export type Current<Value> = Value | (() => Value);

/** Returns the current value. Call it again for each use. */
export function currentOf<Value>(given: Current<Value>): Value {
  return typeof given === 'function' ? (given as () => Value)() : given;
}
