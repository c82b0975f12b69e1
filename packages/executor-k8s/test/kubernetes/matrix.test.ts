import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ACTIONS as EXECUTED } from '../../src/actions/index.ts';
import { COLUMNS, type Entry, findGaps } from './matrix/columns.ts';
import { MATRIX } from './matrix/index.ts';
import { ACTIONS } from './support/live.ts';

const KUBERNETES = ACTIONS.filter(({ target_types: types }) => types.some((type) => type.startsWith('k8s-')));
const NAMES = KUBERNETES.map(({ name }) => name);

test('each Kubernetes action of the catalog has an entry with all columns, and the executor executes each', () => {
  expect(findGaps(MATRIX, NAMES)).toEqual([]);
  expect(Object.keys(EXECUTED).toSorted()).toEqual(NAMES.toSorted());
});

test.each(NAMES)('%s: a column that cannot apply agrees with the catalog', (name) => {
  const action = KUBERNETES.find((each) => each.name === name);
  const column = MATRIX[name]?.columns.rollback ?? {};
  expect('restores' in column).toBe(action?.rollback_action !== null);
});

test('the README lists the actions with a deliberate difference from kubectl', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, section = ''] = /### Differences from kubectl\n([^#]*)/.exec(readme) ?? [];
  const listed = [...section.matchAll(/^\| ([a-z-]+[a-z]) +\|/gm)].map(([, name]) => name).slice(1);
  const deliberate = NAMES.filter((name) => MATRIX[name]?.columns.twin.deliberate !== undefined);
  expect(listed).toEqual(deliberate);
});

test('a missing entry, a missing column and a missing reason are found', () => {
  const [name = ''] = NAMES;
  const { [name]: entry, ...others } = MATRIX;
  if (entry === undefined) throw new Error(name);
  expect(findGaps(others, NAMES)).toEqual([`${name}: no entry`]);
  expect(findGaps({ ...MATRIX, other: entry }, NAMES)).toEqual(['other: not in the catalog']);
  for (const column of COLUMNS) {
    const { [column]: _, ...rest } = entry.columns;
    const without = { ...entry, columns: rest } as unknown as Entry;
    expect(findGaps({ ...others, [name]: without }, NAMES)).toEqual([`${name}: no column ${column}`]);
  }
  const silent = { code: 'not_reversible', reason: /./, why: '' } as const;
  expect(findGaps({ ...others, [name]: { ...entry, columns: { ...entry.columns, rollback: silent } } }, NAMES)).toEqual(
    [`${name}: rollback does not say why it cannot apply`],
  );
});
