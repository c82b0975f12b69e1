import * as z from 'zod';
import { mapping, optional, text } from '../zod/schema-helpers.ts';

const params = z.record(z.string(), z.json());

/** One step of an agent's plan: a request as `check` takes it. */
export const stepSchema = mapping({
  action: text,
  target: optional(text),
  caller: optional(text),
  params: optional(params),
  ticket_id: optional(text),
});

/** A plan: a list of steps, or a mapping that holds them under `steps`. */
export const planSchema = z.union([z.array(stepSchema), mapping({ steps: z.array(stepSchema) })]);

export const requestParams = params;
