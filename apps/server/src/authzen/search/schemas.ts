import * as z from 'zod';
import { action, context, entityId, resource, subject } from '../schemas.ts';

const page = z.looseObject({
  token: z.string().min(1).max(1_024).optional().describe('The next_token of the page before.'),
  limit: z.int().min(0).optional().describe('Most results of a page. Default and most: 1,000.'),
});

const common = { context: context.optional(), page: page.optional() };

/** The id of the searched entity is ignored, as the specification asks. */
const searched = z.looseObject({ type: entityId });

export const subjectSearch = z.looseObject({ subject: searched, action, resource, ...common });
export const resourceSearch = z.looseObject({ subject, action, resource: searched, ...common });
export const actionSearch = z.looseObject({ subject, resource, ...common });

const pageAnswer = z.object({
  next_token: z.string().describe('Token of the next page. Empty on the last page.'),
  count: z.int().describe('Number of results of this page.'),
});

export const entityResults = z.object({
  page: pageAnswer,
  results: z.array(z.object({ type: z.string(), id: z.string() })),
});
export const actionResults = z.object({ page: pageAnswer, results: z.array(z.object({ name: z.string() })) });

export type SearchBody = z.infer<typeof actionSearch> | z.infer<typeof resourceSearch> | z.infer<typeof subjectSearch>;
export type SubjectSearch = z.infer<typeof subjectSearch>;
export type ResourceSearch = z.infer<typeof resourceSearch>;
export type ActionSearch = z.infer<typeof actionSearch>;
