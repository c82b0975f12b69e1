import { ParameterRefused } from '@agent-safe/runner/executor-kit';
import { expect, test } from 'vitest';
import { formatSelector, type LabelSelector, parseSelector } from './selector.ts';

test.each<[string, LabelSelector]>([
  ['app=web', { matchLabels: { app: 'web' } }],
  ['app==web , tier=', { matchLabels: { app: 'web', tier: '' } }],
  ['example.com/app=web', { matchLabels: { 'example.com/app': 'web' } }],
  ['app!=web', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }],
  ['tier in (a, b)', { matchExpressions: [{ key: 'tier', operator: 'In', values: ['a', 'b'] }] }],
  ['tier notin (a)', { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['a'] }] }],
  ['canary', { matchExpressions: [{ key: 'canary', operator: 'Exists' }] }],
  ['!canary', { matchExpressions: [{ key: 'canary', operator: 'DoesNotExist' }] }],
])('%j is read, and formatted for the API', (text, selector) => {
  expect(parseSelector(text, 'pod_selector')).toEqual(selector);
  expect(parseSelector(formatSelector({ ...selector }) ?? '', 'pod_selector')).toEqual(formatted(selector));
});

/** Selectors with two spellings. */
function formatted(selector: LabelSelector): LabelSelector {
  return selector;
}

test.each([
  ...[
    '',
    ' ',
    ',',
    'app=web,',
    'app = web; rm -rf',
    '--all',
    '-l app=web',
    'app=a b',
    'in (a)',
    'tier in a',
    'tier in (a',
  ],
  ...['tier in (a,(b))', 'a=b,a=c', '=x', 'a=-', 'a\n=b', '*', 'app=*', `${'a=b,'.repeat(400)}c=d`],
])('T28 %j is not a selector', (text) => {
  expect(() => parseSelector(text, 'pod_selector')).toThrow(ParameterRefused);
});

test('an unknown operator is not ignored', () => {
  expect(formatSelector({ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] })).toBeUndefined();
});
