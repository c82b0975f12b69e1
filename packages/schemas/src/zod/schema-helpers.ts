import { compilePattern, NAME_PATTERN, PatternError, SETTING_LIMITS, VARIABLE_PATTERN } from '@agent-safe/core';
import * as z from 'zod';

/**
 * A mapping with these keys and no others. The message of the issue lists the known keys: `diagnostics.ts` reads them there to find
 * the closest match.
 */
export function mapping<Shape extends z.core.$ZodShape>(shape: Shape) {
  const known = Object.keys(shape).join(' ');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined) });
}

/** An optional key. Null counts as missing. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** An optional key with a default. Null counts as missing. */
export function withDefault<Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>) {
  return schema.nullish().transform((given) => given ?? value);
}

/** Text with at least one character. */
export const text = z.string().min(1);

/** A name: one line of at most 256 characters, without white space around it. */
export const name = text
  .max(SETTING_LIMITS.nameLength.most)
  .regex(NAME_PATTERN, 'must be one line without white space around it');

/** The name of an environment variable. */
export const variable = text.regex(VARIABLE_PATTERN, 'must be the name of an environment variable');

/** A duration in seconds: 0.001 to 31,536,000 (one year). */
export const seconds = z.number().min(SETTING_LIMITS.seconds.least).max(SETTING_LIMITS.seconds.most);

/** A regular expression that runs in linear time. */
export const pattern = text.superRefine((source, context) => {
  try {
    compilePattern(source);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const fix = 'See the supported patterns in the README of @agent-safe/schemas.';
    report(context, { code: 'pattern_refused', message: `The pattern ${error.message}.`, fix });
  }
});

/** A scalar of YAML. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]);

export interface RefinementDiagnostic {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  /** Relative to the refined value. */
  readonly path?: readonly (string | number)[];
}

/** Adds a diagnostic with a code and a fix to a refinement. */
export function report(context: z.RefinementCtx, diagnostic: RefinementDiagnostic): void {
  const { path = [], message, ...params } = diagnostic;
  context.addIssue({ code: 'custom', message, path: [...path], params });
}
