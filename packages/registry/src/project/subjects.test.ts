import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { readProject } from './project.ts';
import { loadSubjects } from './subjects.ts';

function write(...subjects: readonly object[]): string {
  const path = join(makeFolder(), 'subjects.yaml');
  writeFileSync(path, JSON.stringify({ subjects }, undefined, 1));
  return path;
}

function problems(...subjects: readonly object[]) {
  return readProject({ subjects: write(...subjects) }).diagnostics;
}

describe('subjects', () => {
  test('have defaults, and an agent id that names their type', () => {
    const path = write({
      id: 'alice',
      type: 'user',
      roles: ['admin'],
      properties: { level: 3, teams: ['a', 'b'], left: null },
    });
    expect(loadSubjects(path)).toEqual([
      {
        id: 'alice',
        type: 'user',
        agent_id: 'user:alice',
        roles: ['admin'],
        groups: [],
        properties: { level: 3, teams: ['a', 'b'], left: null },
      },
    ]);
  });

  test('of the type agent are the agents of identity tokens', () => {
    expect(loadSubjects(write({ id: 'worker', type: 'agent' }))).toMatchObject([{ agent_id: 'worker' }]);
  });

  test('may have another agent id', () => {
    const path = write({ id: 'ci', type: 'service', agent_id: 'deploy-agent' });
    expect(loadSubjects(path)).toMatchObject([{ agent_id: 'deploy-agent' }]);
  });

  test('are none without a path', () => {
    expect(loadSubjects(undefined)).toEqual([]);
  });

  test.each([
    [
      'the same type and id',
      [
        { id: 'a', type: 'user' },
        { id: 'a', type: 'user', agent_id: 'b' },
      ],
      'name_duplicate',
    ],
    [
      'the same agent id',
      [
        { id: 'a', type: 'user' },
        { id: 'b', type: 'user', agent_id: 'user:a' },
      ],
      'agent_id_duplicate',
    ],
    [
      'the name of an agent',
      [
        { id: 'a', type: 'agent' },
        { id: 'b', type: 'user', agent_id: 'a' },
      ],
      'agent_id_duplicate',
    ],
  ])('are refused with %s', (_, subjects, code) => {
    const found = problems(...subjects);
    expect(found).toMatchObject([{ severity: 'error', code, line: expect.any(Number) as number }]);
    expect(found[0]?.message).toContain('subjects.yaml:');
  });

  test.each([
    ['a colon in the type', { id: 'a', type: 'user:x' }],
    ['no type', { id: 'a' }],
    ['a nested property', { id: 'a', type: 'user', properties: { address: { city: 'Rome' } } }],
    ['a list of numbers', { id: 'a', type: 'user', properties: { numbers: [1, 2] } }],
    ['a role that is no text', { id: 'a', type: 'user', roles: [1] }],
    ['an agent id that is no name', { id: 'a', type: 'user', agent_id: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x' }],
    ['an id that no caller can have', { id: '-$-', type: 'agent' }],
  ])('are refused with %s', (_, subject) => {
    expect(problems(subject).filter(({ severity }) => severity === 'error')).toHaveLength(1);
  });

  test('in the place of another document are reported', () => {
    const path = write({ id: 'a', type: 'user' });
    expect(readProject({ inventory: path }).diagnostics).toMatchObject([{ code: 'document_misplaced' }]);
    expect(readProject({ registry: path }).diagnostics).toMatchObject([{ code: 'document_misplaced' }]);
  });

  test('that are invalid are refused with every error', () => {
    const path = write({ id: 'a', typ: 'user' });
    expect(() => loadSubjects(path)).toThrow(AgentSafeError);
    expect(() => loadSubjects(path)).toThrow('Did you mean "type"?');
    expect(readProject({ subjects: path }).errorCode).toBe('ERR_SUBJECTS_INVALID');
  });
});
