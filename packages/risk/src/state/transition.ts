/** New state of a key. */
export interface StateChange<State> {
  /** Undefined if the key must be deleted. */
  readonly state: State | undefined;
  /** When the last entry of the state ends, in milliseconds since 1970, UTC. */
  readonly ends: number;
}

/**
 * Result of a step. A step takes ownership of the state that it receives: if it returns a change, the caller must not use the
 * old state again.
 */
export interface Transition<State> {
  /** Undefined if the stored state stays as it is. */
  readonly change: StateChange<State> | undefined;
}
