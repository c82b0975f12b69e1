import { quote } from '../json/json.ts';
import { holdsToken } from '../model/caller.ts';
import { suggest } from './closest-match.ts';

/**
 * Returns the reason for refusing a request with an unknown field. A misspelled field must not be ignored: the decision
 * would be about a different request.
 */
export function describeUnknownField(key: string, known: readonly string[]): string {
  // A key that looks like a token may be a secret, so no message quotes it.
  const named = holdsToken(key) ? 'with a name like that' : quote(key);
  return `A request has no field ${named}. ${suggest(key, known, `The known fields are ${known.join(', ')}.`)}`;
}
