/** A value, or a function that returns the value of the moment, such as keys that can be removed at any time. */
export type Current<Value> = Value | (() => Value);

/** Returns the value of the moment. Ask again for each use. */
export function currentOf<Value>(given: Current<Value>): Value {
  return typeof given === 'function' ? (given as () => Value)() : given;
}
