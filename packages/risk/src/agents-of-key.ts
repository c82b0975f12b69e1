import { HOP } from './limit-key.ts';

/** Returns the agents of a key, outermost first: the path of a verified caller, or one name. */
export function agentsOfKey(key: string): readonly string[] {
  const name = key.slice(key.indexOf(':') + 1);
  if (name === '') return [];
  return key.startsWith('name:') ? [name] : name.split(HOP);
}
