import { type Engine, PeerUnavailable } from './engine.ts';
import type { Loaded } from './timing.ts';
import type { World } from './world.ts';

/** Loads an engine with a world. @param skipsUnavailable whether an engine without its tool is skipped, with a message on standard error */
export async function loadEngine(engine: Engine, world: World, skipsUnavailable: boolean): Promise<Loaded | undefined> {
  try {
    return { name: engine.name, decide: await engine.load(world) };
  } catch (error) {
    if (!skipsUnavailable || !(error instanceof PeerUnavailable)) throw error;
    console.error(`Skipped ${engine.name} with ${world.rules.length} rules: ${error.message}`);
    return undefined;
  }
}
