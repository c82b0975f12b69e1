import { setImmediate } from 'node:timers/promises';
import { type Caller, sha256 } from '@agent-safe/core';
import { type PolicyView, policyOf } from '@agent-safe/sdk/server';
import { ok, type Reply, refusal, refuse } from '../../http/reply.ts';
import type { LoadedProject } from '../../project/server-context.ts';
import type { RouteRequest } from '../../routes/route.ts';
import { MOST_RESULTS, type PagePlace, readPageToken, stableText, writePageToken } from '../page-token.ts';
import { type Translated, toCheck } from '../to-check.ts';
import type { Candidate } from './candidates.ts';
import type { SearchBody } from './schemas.ts';

/** Most candidates that one page tries, so that a search with few results does not hold the server. */
const MOST_TRIED = 50_000;
/** Candidates that are tried before other requests continue. */
const BATCH = 200;

type Asked = Pick<RouteRequest, 'principal' | 'signal'>;

/**
 * Answers one page of a search: the candidates whose evaluation the policy allows. It counts and records nothing. Limits, risk and
 * approvals are not considered.
 *
 * @param kind distinguishes the searches with equal bodies
 */
export async function search<Result>(
  kind: string,
  body: SearchBody,
  candidates: readonly Candidate<Result>[],
  asked: Asked,
  project: LoadedProject,
): Promise<Reply> {
  const { page, ...query } = body;
  const policy = policyOf(project.safe);
  const of = [kind, principalName(asked), stableText(query), policy.digest, project.subjects.digest];
  const digest = sha256(JSON.stringify(of));
  const place = readPlace(page ?? {}, digest);
  if (place === undefined) return refuse(BAD_TOKEN);
  const { next, results } = await readPage(candidates, place, asked, project, policy);
  const next_token = next === undefined ? '' : writePageToken({ ...place, position: next }, digest);
  return ok({ page: { next_token, count: results.length }, results });
}

const BAD_TOKEN = refusal(
  400,
  'page_token_invalid',
  'The page token is damaged, or belongs to another search, or the policies have changed. Search again without a token.',
);

function principalName({ principal }: Asked): string {
  return 'agentId' in principal ? principal.agentId : '';
}

/** @returns undefined for a token of another search */
function readPlace(
  { limit, token }: { readonly limit?: number | undefined; readonly token?: string | undefined },
  digest: string,
): PagePlace | undefined {
  const own = limit === undefined ? undefined : Math.min(limit, MOST_RESULTS);
  if (token === undefined) return { position: 0, limit: own ?? MOST_RESULTS };
  const place = readPageToken(token, digest);
  return own === undefined || own === place?.limit ? place : undefined;
}

interface PageOf<Result> {
  readonly results: readonly Result[];
  /** Position of the next result, if there may be one. */
  readonly next: number | undefined;
}

async function readPage<Result>(
  candidates: readonly Candidate<Result>[],
  { limit, position }: PagePlace,
  { principal, signal }: Asked,
  project: LoadedProject,
  policy: PolicyView,
): Promise<PageOf<Result>> {
  const results: Result[] = [];
  const decider = new CandidateDecider(policy);
  for (let index = position; index < candidates.length; index += 1) {
    const tried = index - position;
    if (tried === MOST_TRIED || signal.aborted) return { results, next: index };
    if (tried % BATCH === BATCH - 1) await setImmediate();
    const { evaluation, result } = candidates[index] as Candidate<Result>;
    if (!(await decider.allows(toCheck(evaluation, principal, project)))) continue;
    // The page is full, and this result begins the next one.
    if (results.length === limit) return { results, next: index };
    results.push(result);
  }
  return { results, next: undefined };
}

/** Decides candidates. Most of them have the same caller, so the last caller is kept. */
class CandidateDecider {
  readonly #policy: PolicyView;
  #last: { readonly key: string; readonly caller: Caller | undefined } | undefined;

  constructor(policy: PolicyView) {
    this.#policy = policy;
  }

  async allows(translated: Translated): Promise<boolean> {
    if (!translated.ok) return false;
    const { options, request } = translated;
    const { verified } = options;
    const token = request.caller ?? undefined;
    const key = token ?? JSON.stringify(verified?.caller);
    if (this.#last?.key !== key) {
      const found = await this.#policy.identify({ token, verified });
      this.#last = { key, caller: found.ok ? found.caller : undefined };
    }
    const { caller } = this.#last;
    if (caller === undefined) return false;
    const { action, params, target } = request;
    return (
      this.#policy.decide({ action, target, params, caller, described_target: verified?.target }).result === 'allow'
    );
  }
}
