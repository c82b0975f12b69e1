import { holds } from './conditions.ts';
import { asLiteral, matches, resolveVariables } from './pattern.ts';
import { type AccessRequest, type Policy, type Statement, toList } from './policy.ts';

/** Policies that apply to a request within one account. */
export interface Policies {
  /** Policies of the user or role. */
  readonly identity: readonly Policy[];
  /** Session policies. Undefined if the session has none. */
  readonly session?: readonly Policy[];
  /** Permissions boundaries. Undefined: permissions have no boundary. */
  readonly boundary?: readonly Policy[];
}

/** `denied`: a statement denies the request. `not allowed`: no statement allows it. */
export type Verdict = 'allowed' | 'denied' | 'not allowed';

/**
 * Decides a request like IAM within one account: a statement that denies wins. Otherwise the identity, the session and the boundary
 * must each allow the request. Resource policies and policies of an organization are not part of this evaluation.
 *
 * @throws Error for a policy with an element that this evaluator does not know
 */
export function evaluate(request: AccessRequest, { boundary, identity, session }: Policies): Verdict {
  const sets = [identity, session, boundary].filter((set) => set !== undefined);
  const found = sets.map((policies) => policies.flatMap((policy) => findEffects(policy, request)));
  if (found.flat().includes('Deny')) return 'denied';
  return found.every((effects) => effects.includes('Allow')) ? 'allowed' : 'not allowed';
}

const VERSIONS = ['2008-10-17', '2012-10-17'];
const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** Returns the effects of the statements that match a request. */
function findEffects({ Statement, Version = '2008-10-17' }: Policy, request: AccessRequest): readonly string[] {
  if (!VERSIONS.includes(Version)) throw new Error(`The version ${Version} of policies is not known.`);
  const hasVariables = Version === '2012-10-17';
  return toList(Statement).flatMap((statement) => {
    const unknown = Object.keys(statement).find((name) => !ELEMENTS.includes(name));
    if (unknown !== undefined) throw new Error(`The element ${unknown} is not known.`);
    const applies =
      namesAction(statement, request.action) &&
      namesResource(statement, request, hasVariables) &&
      holds(statement, request.context ?? {}, hasVariables);
    return applies ? [statement.Effect] : [];
  });
}

/** Names of actions do not distinguish upper and lower case. */
function namesAction({ Action, NotAction }: Statement, action: string): boolean {
  if ((Action === undefined) === (NotAction === undefined)) throw new Error('A statement needs Action or NotAction.');
  const isNamed = toList(Action ?? NotAction).some((name) => matches(asLiteral(name), action, { ignoreCase: true }));
  return isNamed === (Action !== undefined);
}

function namesResource({ NotResource, Resource }: Statement, request: AccessRequest, hasVariables: boolean): boolean {
  if ((Resource === undefined) === (NotResource === undefined))
    throw new Error('A statement needs Resource or NotResource.');
  const isNamed = toList(Resource ?? NotResource).some((name) => {
    const parts = hasVariables ? resolveVariables(name, request.context ?? {}) : asLiteral(name);
    return parts !== undefined && matches(parts, request.resource);
  });
  return isNamed === (Resource !== undefined);
}
