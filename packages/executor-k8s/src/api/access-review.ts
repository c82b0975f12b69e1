import type { CheckResult } from '@agent-safe/core';
import type { ActionContext } from './action-context.ts';
import { ApiError } from './api-error.ts';
import { at, textAt } from './json.ts';
import { API } from './paths.ts';
import { readLabel, readName } from './read-params.ts';
import { create } from './request.ts';

/** Whether these credentials may do something. `unknown`: the API does not say. */
export type AccessResult = CheckResult<'denied' | 'unknown'>;

/**
 * Asks whether this execution may use a part of its pod that cannot be tried without doing it. One of the verbs is enough: which of them
 * a transport needs is between it and the API.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function reviewAccess(
  { cluster, params }: Pick<ActionContext, 'cluster' | 'params'>,
  subresource: 'exec' | 'log' | 'portforward',
  verbs: readonly string[],
): Promise<AccessResult> {
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
      if (allowed === true) return { ok: true };
      if (allowed !== false) return { ok: false, code: 'unknown', reason: 'The API answered something else.' };
      said = textAt(review, 'status', 'reason') ?? '';
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ok: false, code: 'unknown', reason: error.message };
  }
  const which = `pods/${subresource} of ${namespace}/${name}`;
  const reason = `it may not ${verbs.join(' or ')} ${which}.${said && ` ${said}`}`;
  return { ok: false, code: 'denied', reason };
}

/** For a dry run: why it would not be done, or what was not asked. */
export async function previewAccess(
  context: ActionContext,
  subresource: 'exec' | 'log' | 'portforward',
  verbs: readonly string[],
): Promise<{ readonly refused: string } | { readonly unasked: string }> {
  const review = await reviewAccess(context, subresource, verbs);
  if (!review.ok && review.code === 'denied') return { refused: `Forbidden: ${review.reason}` };
  if (!review.ok) return { unasked: `Nobody could say whether it may be done. ${review.reason}` };
  return { unasked: 'It may be done. What comes of it in the pod, nobody was asked.' };
}
