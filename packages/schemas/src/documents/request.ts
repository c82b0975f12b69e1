import * as z from 'zod';
import { mapping, optional, text } from '../zod/schema-helpers.ts';

const params = z.record(z.string(), z.json());

/** The schema of one step of a plan: a request for `check`. */
export const stepSchema = mapping({
  action: text.describe('Name of the action.'),
  target: optional(text).describe('Id of the target.'),
  caller: optional(text).describe('Identity token of the caller, or a bare name. A bare name is unverified.'),
  params: optional(params).describe('Parameters of the action, by name.'),
  ticket_id: optional(text).describe('Id of the change ticket, such as CHG-7.'),
});

/** The schema of a plan: a list of steps, or a mapping with the list under `steps`. */
export const planSchema = z.union([
  z.array(stepSchema),
  mapping({ steps: z.array(stepSchema).describe('Steps of the plan, in order. Each gets its own decision.') }),
]);

export const requestParams = params;
