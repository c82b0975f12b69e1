import * as z from 'zod';
import { action, context, entityId, resource, subject } from '../schemas.ts';

const denial = z
  .looseObject({
    evaluation_id: entityId.describe('The evaluation_id of the denial.'),
    expires_at: entityId.describe('The expires_at of the denial.'),
    binding_token: entityId.describe('The binding_token of the denial.'),
  })
  .describe('Members of the context of the denied evaluation, unchanged.');

export const submission = z.looseObject({
  subject,
  action,
  resource,
  context: context.optional(),
  denial,
  callback: z.unknown().optional().describe('Not supported. Poll the status endpoint.'),
});
export type Submission = z.infer<typeof submission>;

export const taskPath = z.object({ task: z.string().min(1).max(256).describe('The id of the task.') });

export const cancellation = z.looseObject({
  reason: z.string().max(1_024).optional(),
  comment: z.string().max(1_024).optional(),
});
export type Cancellation = z.infer<typeof cancellation>;

const approval = z.object({
  id: z.string().describe('Send this object unchanged as context.approval of the next evaluation.'),
  approved_at: z.string().optional(),
  approved_until: z.string().describe('The evaluation must come before this time.'),
});

export const taskAnswer = z.object({
  task: z.object({
    id: z.string(),
    status: z.enum(['pending', 'approved', 'denied', 'expired', 'cancelled']),
    status_endpoint: z.string(),
    expires_at: z.string(),
    links: z.object({ cancel: z.string().optional() }),
  }),
  result: z.object({ mode: z.literal('reevaluate'), approval }).optional(),
});
export type TaskAnswer = z.infer<typeof taskAnswer>;
