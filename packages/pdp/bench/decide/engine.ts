import type { World } from './world.ts';

/** Returns whether the request at an index of the world is allowed. */
export type Decide = (place: number) => boolean;

/**
 * One engine of the comparison. Requests are converted to its input at load time, which is not measured. The measured time covers
 * the engine's own work, from its own kind of input to its answer.
 */
export interface Engine {
  readonly name: string;
  /** Rules above which the engine takes too long to load or to decide. */
  readonly mostRules: number;
  load(world: World): Decide | Promise<Decide>;
}

/** Thrown if a tool that the engine needs is not installed. */
export class PeerUnavailable extends Error {
  override readonly name = 'PeerUnavailable';
}
