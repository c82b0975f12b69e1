import { create } from '../kubectl/commands.ts';
import type { Work } from './action-context.ts';
import { ApiError } from './api-error.ts';
import { at, textAt } from './json.ts';
import { API } from './paths.ts';
import { readLabel, readName } from './read-params.ts';

/** What the API says of what somebody may do. `unknown`: it says nothing. */
export interface Access {
  readonly answer: 'allowed' | 'denied' | 'unknown';
  readonly reason: string;
}

/**
 * Asks whether this execution may use a part of its pod that cannot be tried without doing it. One of the verbs is enough: which of them
 * kubectl needs is between it and the API.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function askAccess(
  { cluster, params }: Pick<Work, 'cluster' | 'params'>,
  subresource: 'exec' | 'log' | 'portforward',
  verbs: readonly string[],
): Promise<Access> {
  const [name, namespace] = [readName(params, 'pod'), readLabel(params, 'namespace')];
  let said = '';
  try {
    for (const verb of verbs) {
      const resourceAttributes = { verb, version: 'v1', resource: 'pods', subresource, namespace, name };
      const document = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
      };
      const review = await cluster.ask(create(API.accessReviews(), document));
      const allowed = at(review, 'status', 'allowed');
      if (allowed === true) return { answer: 'allowed', reason: '' };
      if (allowed !== false) return { answer: 'unknown', reason: 'The API answered something else.' };
      said = textAt(review, 'status', 'reason') ?? '';
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { answer: 'unknown', reason: error.message };
  }
  const which = `pods/${subresource} of ${namespace}/${name}`;
  return { answer: 'denied', reason: `it may not ${verbs.join(' or ')} ${which}.${said && ` ${said}`}` };
}

/** For a dry run: why it would not be done, or what was not asked. */
export async function rehearseAccess(
  work: Work,
  subresource: 'exec' | 'log' | 'portforward',
  verbs: readonly string[],
): Promise<{ readonly refused: string } | { readonly unasked: string }> {
  const { answer, reason } = await askAccess(work, subresource, verbs);
  if (answer === 'denied') return { refused: `Forbidden: ${reason}` };
  if (answer === 'unknown') return { unasked: `Nobody could say whether it may be done. ${reason}` };
  return { unasked: 'It may be done. What comes of it in the pod, nobody was asked.' };
}
