import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';

const fresh = projects();

/** A project with further files. */
function project(files: Readonly<Record<string, string>> = {}): TestProject {
  const here = fresh();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(here.cwd, path)), { recursive: true });
    writeFileSync(join(here.cwd, path), text);
  }
  return here;
}

const DEV = ['check', 'restart-deployment', '--target', 'dev/test-app', '--caller', 'deploy-agent'];
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];

describe('T39 forms of input', () => {
  test('a lone carriage return is refused in each file of a project, also by a check that read the files before', async () => {
    const here = project();
    expect((await here.run(...DEV, ...PARAMS)).exit).toBe(0);
    for (const file of [
      'agent-safe.yaml',
      'policies/default.yaml',
      'actions/restart-deployment.yaml',
      'inventory.yaml',
    ]) {
      let before = '';
      here.edit(file, (text) => {
        before = text;
        return `# note\r${text}`;
      });
      const { err, exit } = await here.run(...DEV, ...PARAMS);
      expect([exit, err]).toEqual([1, expect.stringContaining(`${file}:1:7: The file has a carriage return`)]);
      const { out } = await here.run('validate');
      expect(out).toContain(`${file}:1:7: error: The file has a carriage return without a line feed (U+000D)`);
      here.edit(file, () => before);
    }
    here.edit('tests/default-policies.yaml', (text) => `# note\r${text}`);
    expect((await here.run('test', 'tests')).err).toContain('tests/default-policies.yaml:1:7: The file has a carriage');
    expect((await here.run('validate')).exit).toBe(1);
  });

  test('a lone carriage return is refused in a plan and in parameters', async () => {
    const here = project({
      'plan.yaml': 'steps: #\r\n  - action: a # none\r    target: b\n',
      'plan.json': '{"steps": [{"action": "a",\r"target": "b"}]}',
      'params.json': '{"namespace":"dev",\n\r"deployment":"app"}',
    });
    for (const plan of ['plan.yaml', 'plan.json'])
      expect((await here.run('check', '--plan', plan)).err).toContain('The file has a carriage return');
    for (const params of ['@params.json', '{"namespace":"dev",\n\r"deployment":"app"}']) {
      const { err, exit } = await here.run(...DEV, '--params', params);
      expect([exit, err]).toEqual([
        2,
        expect.stringContaining('a carriage return without a line feed (U+000D) in line 2'),
      ]);
    }
    expect((await here.run(...DEV, '--params', '{"namespace":"dev","deployment":"a\u202epp"}')).exit).toBe(2);
    expect((await here.run(...DEV, '--params', '{"namespace":"dev",\r\n"deployment":"app"}')).exit).toBe(0);
  });

  test('the lock link of an editor stops no decision, and a broken link is named', async () => {
    const here = project();
    symlinkSync('user@host.1:2', join(here.cwd, 'policies/.#default.yaml'));
    expect((await here.run(...DEV, ...PARAMS)).exit).toBe(0);
    expect((await here.run('validate')).out).toMatch(/0 errors, 2 warnings\n$/);
    symlinkSync('gone.yaml', join(here.cwd, 'policies/more.yaml'));
    const { err, exit } = await here.run(...DEV, ...PARAMS);
    expect([exit, err]).toEqual([1, expect.stringContaining('policies/more.yaml: "more.yaml" cannot be read')]);
  });

  test('validate names files that are not read, and a folder of tests that is a broken link', async () => {
    const here = project({ 'policies/p.ymal': 'x', 'actions/x.yaml~': 'x', 'policies/node_modules/a.yaml': 'x' });
    const { out } = await here.run('validate');
    for (const name of ['"p.ymal"', '"x.yaml~"', '"node_modules"'])
      expect(out).toContain(`warning: ${name} is not read`);
    expect((await here.run('validate', '--max-warnings', '4')).exit).toBe(1);
    renameSync(join(here.cwd, 'tests'), join(here.cwd, 'gone'));
    symlinkSync('nowhere', join(here.cwd, 'tests'));
    expect((await here.run('validate')).out).toContain('broken symbolic link, "nowhere"');
  });

  test('validate warns about a condition that is null', async () => {
    const here = project();
    here.edit('policies/default.yaml', (text) => text.replace('environments: [staging]', 'environments: null'));
    expect((await here.run('validate')).out).toContain('The condition targets.environments of the rule');
  });
});
