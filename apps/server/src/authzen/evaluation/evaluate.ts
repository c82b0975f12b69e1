import { describeIssues } from '../../http/describe-issues.ts';
import { publicReason } from '../../http/public-reason.ts';
import type { ServerContext } from '../../project/server-context.ts';
import type { RouteRequest } from '../../routes/route.ts';
import { describeAccess, readApproval } from '../requests/access-context.ts';
import { type Evaluation, type EvaluationAnswer, evaluation, type Semantic } from '../schemas.ts';
import { toCheck } from '../to-check.ts';

type Caller = Pick<RouteRequest, 'correlationId' | 'principal' | 'signal'>;

/** Decides one AuthZEN request. It uses an approval only if the request names it, and requests none. */
export async function evaluate(
  given: Evaluation,
  { correlationId, principal }: Pick<Caller, 'correlationId' | 'principal'>,
  server: ServerContext,
): Promise<EvaluationAnswer> {
  const project = server.project();
  const translated = toCheck(given, principal, project);
  if (!translated.ok) return denied(translated.code, translated.reason);
  const approval = readApproval(given, principal, project);
  const approvals = approval?.requestId === undefined ? 'none' : { use: approval.requestId };
  const decision = await project.safe.check(translated.request, {
    ...translated.options,
    correlationId,
    approvals,
    // The gateway enforces the decision, so no executor needs a ticket.
    ticket: false,
  });
  const { audit_id, code, digest, reason, result } = decision;
  const access = describeAccess(decision, given, approval, principal, { project, base: server.publicUrl() });
  return {
    decision: result === 'allow',
    context: { code, reason: publicReason(code, reason), digest, audit_id, ...access },
  };
}

/** Items that are decided at the same time. */
const AT_ONCE = 50;

/**
 * Decides the items of a batch in order. A malformed item is a denial of its own. The rest of a batch is not decided after its client
 * has gone.
 */
export async function evaluateAll(
  items: readonly unknown[],
  defaults: Readonly<Record<string, unknown>>,
  semantic: Semantic,
  caller: Caller,
  server: ServerContext,
): Promise<readonly EvaluationAnswer[]> {
  const answers: EvaluationAnswer[] = [];
  const size = semantic === 'execute_all' ? AT_ONCE : 1;
  for (let from = 0; from < items.length && !caller.signal.aborted; from += size) {
    const some = items.slice(from, from + size);
    answers.push(...(await Promise.all(some.map((item) => evaluateItem(item, defaults, caller, server)))));
    if (semantic !== 'execute_all' && answers.at(-1)?.decision === (semantic === 'permit_on_first_permit')) break;
  }
  return answers;
}

/** A member of the item replaces the whole default. */
async function evaluateItem(
  item: unknown,
  defaults: Readonly<Record<string, unknown>>,
  caller: Caller,
  server: ServerContext,
): Promise<EvaluationAnswer> {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return denied('request_invalid', 'The evaluation is not an object. Correct it.');
  const read = evaluation.safeParse({ ...defaults, ...item });
  if (!read.success) return denied('request_invalid', describeIssues(read.error.issues, 'evaluation'));
  return evaluate(read.data, caller, server);
}

function denied(code: string, reason: string): EvaluationAnswer {
  return { decision: false, context: { code, reason } };
}
