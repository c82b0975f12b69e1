import { expect, test } from 'vitest';
import { describeDifference } from './diff.ts';

const before = {
  kind: 'ConfigMap',
  metadata: { name: 'a', resourceVersion: '1', generation: 1, managedFields: [{}], labels: { x: 'y' } },
  data: { one: '1', two: '2' },
  status: { replicas: 1 },
};

test('the difference has the requested change, without metadata that every change updates', () => {
  const after = {
    ...before,
    metadata: { ...before.metadata, resourceVersion: '2', generation: 2, managedFields: [] },
    data: { one: '1', two: 'zwei', three: '3' },
    status: { replicas: 5 },
  };
  expect(describeDifference(before, after)).toBe('+ data.three: "3"\n- data.two: "2"\n+ data.two: "zwei"');
  expect(describeDifference(before, before)).toBe('');
});

test('a created or deleted object is described in full', () => {
  const made = describeDifference(undefined, { kind: 'Namespace', metadata: { name: 'a' }, list: [], map: {} });
  expect(made).toBe('+ kind: "Namespace"\n+ list: []\n+ map: {}\n+ metadata.name: "a"');
  expect(describeDifference({ kind: 'Namespace', metadata: { name: 'a' } }, undefined)).toBe(
    '- kind: "Namespace"\n- metadata.name: "a"',
  );
});

test('an empty object that gets members is described by them, and an emptied object as empty', () => {
  const [empty, filled] = [
    { spec: {}, list: ['a'] },
    { spec: { unschedulable: true }, list: [] },
  ];
  expect(describeDifference(empty, filled)).toBe('- list.0: "a"\n+ spec.unschedulable: true');
  expect(describeDifference({ kind: 'a', spec: {} }, { kind: 'a' })).toBe('- spec: {}');
});
