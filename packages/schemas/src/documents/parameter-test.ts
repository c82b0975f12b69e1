import type { ParameterTest } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, pattern, scalar, text } from '../zod/schema-helpers.ts';
import { refineTest } from './parameter-test-rules.ts';

const count = z.int().min(0);
const masks = z
  .array(
    z
      .string()
      .regex(/^hmac-sha256:[A-Za-z0-9_-]{43}$/, 'must be a masked value of the audit log, such as hmac-sha256:…'),
  )
  .min(1);

/** A list, or its only value. */
function oneOrMore<Value extends z.ZodType>(value: Value) {
  return z.union([value, z.array(value).min(1)]).transform((given) => (Array.isArray(given) ? given : [given]));
}

const inner: z.ZodType<ParameterTest | undefined> = z.lazy(() => optional(parameterTestSchema)) as z.ZodType<
  ParameterTest | undefined
>;

/** The schema of the test of one parameter. */
export const parameterTestSchema = mapping({
  min_value: optional(z.number()).describe('Lowest number that passes. Default: any number.'),
  max_value: optional(z.number()).describe('Highest number that passes. Default: any number.'),
  min_length: optional(count).describe('Lowest number of characters, or of items of an array. Default: any.'),
  max_length: optional(count).describe('Highest number of characters, or of items of an array. Default: any.'),
  pattern: optional(pattern).describe(
    'Regular expression that must match the whole text. It runs in linear time. Default: any text.',
  ),
  enum: optional(z.array(scalar).min(1)).describe('Values, of which the value must be one. Default: any value.'),
  glob: optional(oneOrMore(text)).describe(
    'Globs, of which the text must match one: * stands for any characters within a part, ** across parts. Default: any text.',
  ),
  contains: optional(oneOrMore(scalar)).describe(
    'Values, of which an array must have one as an item, or a text as a part. Default: none needed.',
  ),
  items: inner.describe('Test that each item of an array must pass. Default: any item.'),
  present: optional(z.boolean()).describe(
    'true: the parameter must have a value. false: it must have none. Default: either.',
  ),
  masked: optional(masks).describe(
    'Masked values, as in the audit log, of which the value of a sensitive parameter must be one. Default: any value.',
  ),
  not: inner.describe('Test that must fail. Default: none.'),
}).superRefine(refineTest);
