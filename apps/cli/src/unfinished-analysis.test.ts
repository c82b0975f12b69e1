import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projects } from '../test/project.ts';

const project = projects();

/** Policies with a rule for too many different callers: each pair of an agent and a role is another case. */
function tooWide(count: number): string {
  const many = (name: string) => Array.from({ length: count }, (_, place) => `${name}-${place}`);
  const [agents, roles, groups] = [many('agent'), many('role'), many('group')];
  const rule = (name: string, priority: number, decision: string, match: object) => ({
    name,
    priority,
    decision,
    match,
    reason: 'Because',
  });
  return JSON.stringify({
    rules: [
      ...roles.map((role, place) =>
        rule(`no-${role}`, 9, 'deny', { callers: { roles: [role], agent_ids: agents.toSpliced(place, 1) } }),
      ),
      ...groups.map((group, place) =>
        rule(`no-${group}`, 9, 'deny', { callers: { groups: [group], agent_ids: agents.toSpliced(place, 1) } }),
      ),
      rule('last', 8, 'deny', { callers: { agent_ids: agents } }),
      rule('wide', 1, 'allow', { callers: { roles, groups, agent_ids: agents } }),
    ],
  });
}

test('T40 an analysis that does not finish counts against --max-warnings and --min-coverage, and is named', async () => {
  const here = project();
  writeFileSync(join(here.cwd, 'policies/default.yaml'), tooWide(40));
  const tests = '- { name: t, action: get-pod-logs, target: dev/test-app, expect: { result: deny } }\n';
  here.edit('tests/default-policies.yaml', () => `tests:\n  ${tests}`);
  const { out } = await here.run('validate', '--json');
  const { problems } = JSON.parse(out) as { problems: readonly { code: string; message: string }[] };
  const unfinished = problems.filter(({ code }) => code === 'analysis_unfinished');
  expect(unfinished.map(({ message }) => message)).toEqual([
    'The rule "wide" was not compared with all requests, so it is unknown whether it can decide.',
  ]);
  expect((await here.run('validate', '--max-warnings', String(problems.length - 1))).exit).toBe(1);
  const covered = await here.run('test', 'tests', '--coverage', '--min-coverage', '1');
  expect(covered.exit).toBe(5);
  expect(covered.out).toMatch(/\d+ conditions? could not be analyzed to the end\. They count as not covered\./);
  expect(covered.out).toContain('not covered, and it has too many requests to find out whether a test can cover it');
}, 120_000);
