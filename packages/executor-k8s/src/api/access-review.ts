import type { CheckResult } from '@agent-safe/core';
import type { ActionContext } from './action-context.ts';
import { ApiError } from './api-error.ts';
import { at, textAt } from './json.ts';
import { API } from './paths.ts';
import { readLabel, readName } from './read-params.ts';
import { create } from './request.ts';

/** Whether the credentials have a permission. `unknown`: the API did not answer the question. */
export type AccessResult = CheckResult<'denied' | 'unknown'>;

/**
 * Asks whether this execution may use a subresource of its pod that has no dry run. One of the verbs is enough, because the verb depends
 * on the protocol of the transport.
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
      if (allowed !== false) return { ok: false, code: 'unknown', reason: 'The API did not answer the question.' };
      said = textAt(review, 'status', 'reason') ?? '';
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ok: false, code: 'unknown', reason: error.message };
  }
  const which = `pods/${subresource} of ${namespace}/${name}`;
  const reason = `the credentials may not ${verbs.join(' or ')} ${which}.${said && ` ${said}`}`;
  return { ok: false, code: 'denied', reason };
}

/** Returns the refusal or the unchecked steps of a dry run. */
export async function previewAccess(
  context: ActionContext,
  subresource: 'exec' | 'log' | 'portforward',
  verbs: readonly string[],
): Promise<{ readonly refused: string } | { readonly unasked: string }> {
  const review = await reviewAccess(context, subresource, verbs);
  if (!review.ok && review.code === 'denied') return { refused: `Forbidden: ${review.reason}` };
  if (!review.ok) return { unasked: `The permission could not be checked. ${review.reason}` };
  return { unasked: 'The permission exists. The effect in the pod was not checked.' };
}
