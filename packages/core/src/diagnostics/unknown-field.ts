import { quote } from '../json/json.ts';
import { holdsToken } from '../model/caller.ts';
import { suggest } from './closest-match.ts';

/** Why a request is refused that has a field which there is not: a misspelt one would decide about another request than was meant. */
export function describeUnknownField(key: string, known: readonly string[]): string {
  // What looks like a secret is repeated nowhere.
  const named = holdsToken(key) ? 'with a name like that' : quote(key);
  return `A request has no field ${named}. ${suggest(key, known, `It may have ${known.join(', ')}.`)}`;
}
