import { beforeEach, expect, test, vi } from 'vitest';
import { BUDGETS, type Budget, compareWithBudget } from './budgets.ts';

const budget: Budget = { what: 'The page', limit: 28, unit: 'kB', advice: 'Load less.' };

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});

test('a size up to the limit is only printed', () => {
  expect(compareWithBudget(budget, 27.04)).toEqual([]);
  expect(compareWithBudget(budget, 28)).toEqual([]);
  expect(vi.mocked(console.log).mock.calls[0]).toEqual(['      The page: 27 of 28 kB']);
});

test('a size above the limit is a problem with size, budget and advice', () => {
  expect(compareWithBudget(budget, 28.26)).toEqual([
    'The page: 28.3 kB, but the budget is 28 kB. Load less. If it must grow, raise the limit in scripts/budgets.ts and give the reason in the commit.',
  ]);
});

test('a size that rounds to the limit still exceeds it', () => {
  expect(compareWithBudget(budget, 28.001)[0]).toContain('28.001 kB');
});

test('the budgets of the decision point match the design', () => {
  expect(BUDGETS.pdpInBrowser).toMatchObject({ limit: 42, unit: 'kB' });
  expect(BUDGETS.pdpPackages).toMatchObject({ limit: 2, unit: 'packages' });
});
