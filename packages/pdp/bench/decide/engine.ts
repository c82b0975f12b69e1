import type { World } from './world.ts';

/** Whether the request at this place of the world is allowed. */
export type Decide = (place: number) => boolean;

/**
 * One of those that are compared. What a peer needs of a request is made when it loads, off the clock: the clock runs for
 * what the engine itself does, from its own kind of input to its answer.
 */
export interface Engine {
  readonly name: string;
  /** Beyond so many rules it takes too long to load or to ask. */
  readonly mostRules: number;
  load(world: World): Decide | Promise<Decide>;
}

/** A peer cannot take part because a tool that it needs is not installed. */
export class PeerUnavailable extends Error {
  override readonly name = 'PeerUnavailable';
}
