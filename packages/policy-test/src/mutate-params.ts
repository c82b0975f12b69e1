import type { ParameterTest, ParameterTests } from '@agent-safe/core';
import { type Changed, dropEach, lists, put, without } from './change-lists.ts';

const BOUNDS = ['min_value', 'max_value', 'min_length', 'max_length'] as const;
const LISTS = ['enum', 'glob', 'contains', 'masked'] as const;

/** Returns every change of the tests of parameters: without each key, with bounds moved by one, and without each negation. */
export function mutateParams(params: ParameterTests | undefined): readonly Changed<ParameterTests>[] {
  return Object.entries(params ?? {}).flatMap(([name, test]) =>
    mutateTest(`params.${name}`, test).map(({ value, what }) => ({
      what,
      value: isEmpty(value) ? without(params ?? {}, name) : { ...params, [name]: value },
    })),
  );
}

function mutateTest(name: string, test: ParameterTest): readonly Changed<ParameterTest>[] {
  const { items, not, present, ...own } = test;
  const bounds = BOUNDS.flatMap((bound) => {
    const value = test[bound];
    return value === undefined
      ? []
      : [value - 1, value + 1].map((moved) => ({
          what: `${name}.${bound}: ${moved}`,
          value: { ...test, [bound]: moved },
        }));
  });
  const entries = LISTS.flatMap((key) =>
    put(
      lists<string | number | boolean | null>(`${name}.${key}`, test[key], []),
      (value): ParameterTest => ({ ...test, [key]: value }),
    ),
  );
  return [
    ...dropEach(name, test),
    ...bounds,
    ...entries,
    ...(present === undefined ? [] : [{ what: `${name}.present: ${!present}`, value: { ...test, present: !present } }]),
    ...(items === undefined ? [] : inner(`${name}.items`, items, (value) => ({ ...test, items: value }))),
    ...(not === undefined
      ? []
      : [
          { what: `${name}.not without negation`, value: { ...not, ...own } },
          ...inner(`${name}.not`, not, (value) => ({ ...test, not: value })),
        ]),
  ];
}

function inner(
  name: string,
  test: ParameterTest,
  into: (value: ParameterTest) => ParameterTest,
): readonly Changed<ParameterTest>[] {
  const changes = mutateTest(name, test).filter(({ value }) => !isEmpty(value));
  return put(changes, into);
}

function isEmpty(test: object): boolean {
  return Object.keys(test).length === 0;
}
