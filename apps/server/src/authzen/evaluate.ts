import type { Decision } from '@agent-safe/sdk';
import { describeIssues } from '../http/describe-issues.ts';
import { publicReason } from '../http/public-reason.ts';
import type { ServerContext } from '../project/server-context.ts';
import type { RouteRequest } from '../routes/route.ts';
import { type Evaluation, type EvaluationAnswer, evaluation, type Semantic } from './schemas.ts';
import { toCheck } from './to-check.ts';

type Caller = Pick<RouteRequest, 'correlationId' | 'principal'>;

/** Decides one AuthZEN request. */
export async function evaluate(
  given: Evaluation,
  { correlationId, principal }: Caller,
  server: ServerContext,
): Promise<EvaluationAnswer> {
  const project = server.project();
  const translated = toCheck(given, principal, project);
  if (!translated.ok) return denied(translated.code, translated.reason);
  return toAnswer(await project.safe.check(translated.request, { ...translated.options, correlationId }));
}

/** Decides the items of a batch in order. A malformed item is a denial of its own. */
export async function evaluateAll(
  items: readonly unknown[],
  defaults: Readonly<Record<string, unknown>>,
  semantic: Semantic,
  caller: Caller,
  server: ServerContext,
): Promise<readonly EvaluationAnswer[]> {
  const one = (item: unknown) => evaluateItem(item, defaults, caller, server);
  if (semantic === 'execute_all') return Promise.all(items.map(one));
  const answers: EvaluationAnswer[] = [];
  for (const item of items) {
    const answer = await one(item);
    answers.push(answer);
    if (answer.decision === (semantic === 'permit_on_first_permit')) break;
  }
  return answers;
}

/** A member of the item replaces the whole default. */
function evaluateItem(
  item: unknown,
  defaults: Readonly<Record<string, unknown>>,
  caller: Caller,
  server: ServerContext,
): Promise<EvaluationAnswer> | EvaluationAnswer {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return denied('request_invalid', 'The evaluation is not an object. Correct it.');
  const read = evaluation.safeParse({ ...defaults, ...item });
  if (!read.success) return denied('request_invalid', describeIssues(read.error.issues, 'evaluation'));
  return evaluate(read.data, caller, server);
}

function toAnswer({ audit_id, code, digest, reason, result }: Decision): EvaluationAnswer {
  return { decision: result === 'allow', context: { code, reason: publicReason(code, reason), digest, audit_id } };
}

function denied(code: string, reason: string): EvaluationAnswer {
  return { decision: false, context: { code, reason } };
}
