import type { ParameterTest } from '@agent-safe/core';
import type * as z from 'zod';
import { report } from '../zod/schema-helpers.ts';

type Word = keyof ParameterTest;
type ParsedTest = { readonly [Each in Word]?: ParameterTest[Each] | undefined };

/** Deepest nesting of `not` and `items`. Bundles have the same limit. */
const DEEPEST = 8;

/** The words for each type of value. A value cannot pass words of two of them. */
const FAMILIES: readonly (readonly Word[])[] = [['min_value', 'max_value'], ['pattern', 'glob'], ['items']];

/** Refuses tests that no value passes, and tests that every value passes. */
export function refineTest(test: ParsedTest, context: z.RefinementCtx): void {
  const words = (Object.keys(test) as Word[]).filter((word) => test[word] !== undefined);
  const refuse = (message: string, fix: string, path: readonly string[] = []) =>
    report(context, { code: 'test_contradictory', message, fix, path });
  if (words.length === 0) {
    const message = 'The test is empty, so it tests nothing.';
    report(context, { code: 'test_empty', message, fix: 'Add a word, such as max_value or glob, or remove the test.' });
  }
  if (depthOf(test) > DEEPEST) refuse(`The test is nested deeper than ${DEEPEST} levels.`, 'Write a flatter test.');
  for (const [low, high] of [
    ['min_value', 'max_value'],
    ['min_length', 'max_length'],
  ] as const) {
    const [least, most] = [test[low], test[high]];
    if (least === undefined || most === undefined || least <= most) continue;
    refuse(`No value is at least ${least} and at most ${most}.`, `Make "${low}" smaller than "${high}".`, [low]);
  }
  const others = words.filter((word) => word !== 'present');
  if (test.present === false && others.length > 0) {
    const message = `No value is missing and passes "${others[0]}" too.`;
    refuse(message, 'Remove "present: false", or the other words.', ['present']);
  }
  const clear = words.filter((word) => !['present', 'masked', 'not'].includes(word));
  if (test.masked !== undefined && clear.length > 0) {
    const message = `"${clear[0]}" reads the value, and "masked" is only for sensitive parameters, whose values no rule reads.`;
    refuse(message, `Remove "${clear[0]}" or "masked".`, ['masked']);
  }
  const families = FAMILIES.flatMap((family) => words.find((word) => family.includes(word)) ?? []);
  if (families.length > 1) {
    const [one = '', other = ''] = families;
    refuse(`No value has the types of both "${one}" and "${other}".`, 'Remove one of them.', [other]);
  }
  refineEnum(test, refuse);
  refineNot(test, refuse);
}

type Refuse = (message: string, fix: string, path?: readonly string[]) => void;

function refineEnum(test: ParsedTest, refuse: Refuse): void {
  const {
    enum: entries,
    max_value: most = Number.POSITIVE_INFINITY,
    min_value: least = Number.NEGATIVE_INFINITY,
  } = test;
  if (entries === undefined || (test.min_value === undefined && test.max_value === undefined)) return;
  if (entries.some((entry) => Number(entry) >= least && Number(entry) <= most)) return;
  refuse('No entry of "enum" is within "min_value" and "max_value".', 'Remove the bounds, or correct the entries.', [
    'enum',
  ]);
}

/** Refuses a test that `not` repeats: one of the two fails for every value. */
function refineNot({ not, ...rest }: ParsedTest, refuse: Refuse): void {
  if (not === undefined) return;
  const own = rest as Readonly<Record<string, unknown>>;
  const repeated = Object.entries(not).every(([word, value]) => JSON.stringify(own[word]) === JSON.stringify(value));
  if (repeated && Object.keys(not).length > 0) {
    refuse('No value passes the test and fails it too: "not" repeats its words.', 'Remove the words, or "not".', [
      'not',
    ]);
  }
}

function depthOf({ items, not }: ParsedTest): number {
  return 1 + Math.max(items === undefined ? 0 : depthOf(items), not === undefined ? 0 : depthOf(not));
}
