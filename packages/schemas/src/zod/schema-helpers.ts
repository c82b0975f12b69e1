import { compilePattern, NAME_PATTERN, PatternError, SETTING_LIMITS, VARIABLE_PATTERN } from '@agent-safe/core';
import * as z from 'zod';

/**
 * A mapping with these keys and no others. The names of the known keys travel in the message of the issue, from where
 * `diagnostics.ts` takes them to name the closest one.
 */
export function mapping<Shape extends z.core.$ZodShape>(shape: Shape) {
  const known = Object.keys(shape).join(' ');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined) });
}

/** A key that may be left out; null counts as left out. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** A key that has a default; null counts as left out. */
export function withDefault<Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>) {
  return schema.nullish().transform((given) => given ?? value);
}

/** Text that is not empty. */
export const text = z.string().min(1);

/** Text that names a thing: one line, no white space around it. */
export const name = text
  .max(SETTING_LIMITS.nameLength.most)
  .regex(NAME_PATTERN, 'must be one line without white space around it');

/** The name of an environment variable. */
export const variable = text.regex(VARIABLE_PATTERN, 'must be the name of an environment variable');

/** A time that something counts for: at most a year. */
export const seconds = z.number().min(SETTING_LIMITS.seconds.least).max(SETTING_LIMITS.seconds.most);

/** A pattern that can be matched in linear time. */
export const pattern = text.superRefine((source, context) => {
  try {
    compilePattern(source);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const fix = 'The README of @agent-safe/schemas says what patterns may be.';
    report(context, { code: 'pattern_refused', message: `The pattern ${error.message}.`, fix });
  }
});

/** A scalar as YAML gives it. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]);

export interface RefinementDiagnostic {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  /** Relative to the value that is refined. */
  readonly path?: readonly (string | number)[];
}

/** Adds a diagnostic with a code and a fix to a refinement. */
export function report(context: z.RefinementCtx, diagnostic: RefinementDiagnostic): void {
  const { path = [], message, ...params } = diagnostic;
  context.addIssue({ code: 'custom', message, path: [...path], params });
}
