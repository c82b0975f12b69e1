/** What is to be remembered of a key from now on. */
export interface StateChange<State> {
  /** Undefined for nothing. */
  readonly state: State | undefined;
  /** When all of it is over, in milliseconds since 1970, UTC. */
  readonly ends: number;
}

/**
 * What a step leaves: undefined where nothing is to be remembered but what is. A step takes over the state that it is given:
 * where it leaves another, the one before must not be used any more.
 */
export interface Transition<State> {
  readonly change: StateChange<State> | undefined;
}
