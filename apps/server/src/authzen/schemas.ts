import * as z from 'zod';

export const entityId = z.string().min(1).max(1_024);
const properties = z.record(z.string(), z.unknown()).optional();

/** Unknown members are ignored, as the specification asks. */
export const subject = z.looseObject({ type: entityId, id: entityId, properties });
export const action = z.looseObject({ name: entityId, properties });
export const resource = z.looseObject({ type: entityId, id: entityId, properties });
export const context = z.record(z.string(), z.unknown());

export const evaluation = z.looseObject({ subject, action, resource, context: context.optional() });

export type Evaluation = z.infer<typeof evaluation>;

const accessContext = z.object({
  evaluation_id: z.string().optional().describe('Id of a denial for which an approval can be requested.'),
  evaluated_at: z.string().optional().describe('Time of that denial.'),
  access_request: z
    .object({ endpoint: z.string(), expires_at: z.string(), binding_token: z.string() })
    .optional()
    .describe('How to request an approval. Only a denial that approvers can lift has it.'),
  approval: z.object({ id: z.string() }).optional().describe('The approval that allowed the request.'),
  next_action: z
    .enum(['request', 'retry', 'none'])
    .optional()
    .describe('The next step of the gateway after a denial of a request that named an approval.'),
});
export type AccessContext = z.infer<typeof accessContext>;

const answerContext = z
  .looseObject({
    code: z.string().describe('Machine code of the answer.'),
    reason: z.string().describe('Reason of the answer, as text.'),
    digest: z.string().nullable().optional().describe('Digest of the request. Null if the request cannot be bound.'),
    audit_id: z.string().optional().describe('Id of the event in the audit log.'),
    ...accessContext.shape,
  })
  .describe('Why the answer was given.');

export const answer = z.object({
  decision: z.boolean().describe('True only if the request is allowed.'),
  context: answerContext,
});
export type EvaluationAnswer = z.infer<typeof answer>;

/** Most evaluations of one request. */
const MOST_EVALUATIONS = 1_000;

const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
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
