import * as z from 'zod';

const id = z.string().min(1).max(1_024);
const properties = z.record(z.string(), z.unknown()).optional();

/** Unknown members are ignored, as the specification asks. */
export const subject = z.looseObject({ type: id, id, properties });
export const action = z.looseObject({ name: id, properties });
export const resource = z.looseObject({ type: id, id, properties });
export const context = z.record(z.string(), z.unknown());

export const evaluation = z.looseObject({ subject, action, resource, context: context.optional() });

export type Entity = z.infer<typeof subject>;
export type NamedAction = z.infer<typeof action>;
export type Evaluation = z.infer<typeof evaluation>;

const answerContext = z
  .looseObject({
    code: z.string().describe('Machine code of the answer.'),
    reason: z.string().describe('Reason of the answer, as text.'),
    digest: z.string().nullable().optional().describe('Digest of the request. Null if the request cannot be bound.'),
    audit_id: z.string().optional().describe('Id of the event in the audit log.'),
  })
  .describe('Why the answer was given.');

export const answer = z.object({
  decision: z.boolean().describe('True only if the request is allowed.'),
  context: answerContext,
});
export type EvaluationAnswer = z.infer<typeof answer>;

/** Most evaluations of one request. */
export const MOST_EVALUATIONS = 1_000;

export const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type Semantic = (typeof SEMANTICS)[number];

/** Items stay unread here: a malformed item is a denial of its own, and no error of the others. */
export const evaluations = z.looseObject({
  subject: subject.optional(),
  action: action.optional(),
  resource: resource.optional(),
  context: context.optional(),
  options: z.looseObject({ evaluations_semantic: z.enum(SEMANTICS).optional() }).optional(),
  evaluations: z.array(z.unknown()).max(MOST_EVALUATIONS).optional(),
});

export const answers = z.union([z.object({ evaluations: z.array(answer) }), answer]);
