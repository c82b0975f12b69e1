import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath } from '@agent-safe/catalog';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { projects } from '../test/project.ts';
import { run } from '../test/run.ts';

const project = projects();
const catalogNames = readdirSync(actionsPath).map((file) => file.replace('.yaml', ''));
const actionsIn = (folder: string) => readdirSync(join(folder, 'actions')).map((file) => file.replace('.yaml', ''));

interface ListedAction {
  readonly name: string;
  readonly platform: string;
  readonly in_project: string | null;
}

async function list(folder: string, ...more: string[]): Promise<readonly ListedAction[]> {
  const { exit, out } = await run(folder, 'catalog', 'list', '--json', ...more);
  expect(exit).toBe(0);
  return (JSON.parse(out) as { actions: ListedAction[] }).actions;
}

describe('init --actions', () => {
  test('adds the actions of a platform, or all of them, to those of the default policies', async () => {
    const folder = makeFolder();
    const all = await list(folder);
    const ofPlatform = (platform: string) =>
      all.filter((action) => action.platform === platform).map(({ name }) => name);
    expect((await run(folder, 'init', 'k', '--actions', 'kubernetes')).exit).toBe(0);
    expect(actionsIn(join(folder, 'k')).sort()).toEqual(
      [...ofPlatform('kubernetes'), 'ec2-start-instance', 'ec2-stop-instance'].sort(),
    );
    const both = await run(folder, 'init', 'both', '--actions', 'kubernetes, aws');
    expect(actionsIn(join(folder, 'both')).sort()).toEqual([...catalogNames].sort());
    expect(both.out).not.toContain('To add more');
    await run(folder, 'init', 'all', '--actions', 'all');
    expect(actionsIn(join(folder, 'all')).sort()).toEqual([...catalogNames].sort());
    for (const made of ['k', 'all']) {
      expect(await run(join(folder, made), 'test', 'tests')).toMatchObject({ exit: 0, out: '23 passed, 0 failed\n' });
      // The two rules of the sample that allow every caller, and nothing about unused actions.
      expect((await run(join(folder, made), 'validate')).out).toMatch(/: 0 errors, 2 warnings\n$/);
    }
  });

  test('without it the project has 13 actions, and init says how to add more', async () => {
    const folder = makeFolder();
    const { out } = await run(folder, 'init', '.');
    expect(actionsIn(folder)).toHaveLength(13);
    expect(out).toContain(
      'The project has 13 of the 35 actions of the catalog. To add more:\n  agent-safe catalog list\n',
    );
  });

  test('adds one action with its rollback action', async () => {
    const folder = makeFolder();
    const { out } = await run(folder, 'init', '.', '--actions', 'drain-node');
    expect(actionsIn(folder)).toEqual(expect.arrayContaining(['drain-node', 'uncordon-node', 'cordon-node']));
    expect(out).toContain('  agent-safe catalog add apply-network-policy\n');
  });

  test.each([
    ['kubernets', /"kubernets" is no platform and no action of the catalog\. Did you mean "kubernetes"\?/],
    ['aws,drain-nod', /Did you mean "drain-node"\?/],
    [' ,', /--actions needs a value/],
  ])('refuses %j, and creates nothing', async (given, message) => {
    const folder = makeFolder();
    expect(await run(folder, 'init', 'new', '--actions', given)).toMatchObject({
      exit: 2,
      err: expect.stringMatching(message),
    });
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });
});

describe('catalog list', () => {
  test('shows name, risk, platform and description, and whether the project has the action', async () => {
    const here = project();
    here.edit('actions/delete-pod.yaml', (text) => text.replace('risk_class: medium', 'risk_class: high'));
    const { err, exit, out } = await here.run('catalog', 'list');
    expect(exit).toBe(0);
    expect(out).toMatch(/^ {2}ACTION +RISK +PLATFORM +IN PROJECT +DESCRIPTION\n/);
    expect(out).toMatch(/^ {2}restart-deployment +medium +kubernetes +yes +\S/m);
    expect(out).toMatch(/^ {2}delete-pod +medium +kubernetes +changed +\S/m);
    expect(out).toMatch(/^ {2}iam-attach-role-policy +critical +aws +no +\S/m);
    expect(err).toContain('agent-safe catalog add NAME');
    expect((await list(here.cwd)).map(({ name }) => name)).toEqual([...catalogNames].sort());
    expect(new Set((await list(here.cwd, '--platform', 'aws')).map(({ platform }) => platform))).toEqual(
      new Set(['aws']),
    );
  });

  test('without a project leaves that column out', async () => {
    const folder = makeFolder();
    const { err, out } = await run(folder, 'catalog', 'list');
    expect(out).not.toContain('IN PROJECT');
    expect(err).toContain('agent-safe init');
    expect((await list(folder)).every((action) => action.in_project === null)).toBe(true);
  });

  test('works before the folder of actions exists', async () => {
    const here = project();
    rmSync(join(here.cwd, 'actions'), { recursive: true });
    expect((await list(here.cwd)).every((action) => action.in_project === 'no')).toBe(true);
  });

  test('an unknown platform is a usage error', async () => {
    expect(await run(makeFolder(), 'catalog', 'list', '--platform', 'asw')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('Did you mean "aws"?'),
    });
  });
});

describe('catalog add', () => {
  test('copies an action and its rollback action, and says so', async () => {
    const here = project();
    const { exit, out } = await here.run('catalog', 'add', 'drain-node');
    expect(exit).toBe(0);
    expect(out).toMatch(/added {4}\S*drain-node\.yaml\n/);
    expect(out).toMatch(/added {4}\S*uncordon-node\.yaml \(the rollback action of drain-node\)\n/);
    expect(out).toMatch(/added {4}\S*cordon-node\.yaml \(the rollback action of uncordon-node\)\n/);
    expect(out).toContain('The project is valid.');
    expect(readFileSync(join(here.cwd, 'actions/drain-node.yaml'), 'utf8')).toBe(
      `# yaml-language-server: $schema=../schemas/action.schema.json\n${readFileSync(join(actionsPath, 'drain-node.yaml'), 'utf8')}`,
    );
    expect(readdirSync(join(here.cwd, 'actions')).filter((name) => !/^[\w-]+\.yaml$/.test(name))).toEqual([]);
    const again = await here.run('catalog', 'add', 'drain-node', '--json');
    expect(JSON.parse(again.out)).toEqual({
      added: [],
      present: ['drain-node', 'uncordon-node', 'cordon-node'],
      valid: true,
      problems: [],
    });
    expect((await here.run('validate')).out).toMatch(/: 0 errors, 2 warnings\n$/);
  });

  test('never overwrites a changed action, and then adds none of the others', async () => {
    const here = project();
    await here.run('catalog', 'add', 'cordon-node');
    here.edit('actions/cordon-node.yaml', (text) => text.replace(/risk_class: \w+/, 'risk_class: critical'));
    const changed = readFileSync(join(here.cwd, 'actions/cordon-node.yaml'), 'utf8');
    expect(await here.run('catalog', 'add', 'port-forward', 'cordon-node')).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/Nothing was added.*\n.*its own version of "cordon-node"/),
    });
    expect(actionsIn(here.cwd)).not.toContain('port-forward');
    expect(readFileSync(join(here.cwd, 'actions/cordon-node.yaml'), 'utf8')).toBe(changed);
    // A changed action serves as the rollback action of another one.
    expect((await here.run('catalog', 'add', 'drain-node')).exit).toBe(0);
    expect(readFileSync(join(here.cwd, 'actions/cordon-node.yaml'), 'utf8')).toBe(changed);
  });

  test('does not overwrite a file that holds something else', async () => {
    const here = project();
    writeFileSync(join(here.cwd, 'actions/port-forward.yaml'), 'name: 7\n');
    expect(await here.run('catalog', 'add', 'port-forward')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('holds no valid action "port-forward"'),
    });
    expect(readFileSync(join(here.cwd, 'actions/port-forward.yaml'), 'utf8')).toBe('name: 7\n');
  });

  test('creates all files or none', async () => {
    const here = project();
    rmSync(join(here.cwd, 'actions'), { recursive: true });
    mkdirSync(join(here.cwd, 'actions'));
    // A broken link: it does not exist for a reader, but its name is taken.
    const { symlinkSync } = await import('node:fs');
    symlinkSync('nowhere', join(here.cwd, 'actions/uncordon-node.yaml'));
    expect(await here.run('catalog', 'add', 'drain-node')).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/uncordon-node\.yaml \(EEXIST\)\. Nothing was added\./),
    });
    expect(readdirSync(join(here.cwd, 'actions'))).toEqual(['uncordon-node.yaml']);
  });

  test('reports the errors of the project afterwards', async () => {
    const here = project();
    writeFileSync(join(here.cwd, 'policies/bad.yaml'), 'rules: 7\n');
    const { exit, out } = await here.run('catalog', 'add', 'port-forward');
    expect(exit).toBe(1);
    expect(out).toMatch(/added {4}\S*port-forward\.yaml\n.*bad\.yaml:1:8: error: /);
  });

  test.each([
    [
      ['cordon-nod'],
      2,
      'The catalog has no action "cordon-nod". Did you mean "cordon-node"? See agent-safe catalog list.',
    ],
    [['xyzzy'], 2, 'The catalog has no action "xyzzy". See agent-safe catalog list.'],
    [[], 2, 'agent-safe catalog add <name> …'],
  ])('%j is typed wrongly', async (names, exit, message) => {
    const here = project();
    expect(await here.run('catalog', 'add', ...names)).toMatchObject({ exit, err: expect.stringContaining(message) });
  });

  test('needs a project, and a folder of actions', async () => {
    expect(await run(makeFolder(), 'catalog', 'add', 'drain-node')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('agent-safe init'),
    });
    const here = project();
    if (process.platform === 'linux') {
      here.edit('agent-safe.yaml', (text) => text.replace('./actions', '/proc/nowhere/actions'));
      expect(await here.run('catalog', 'add', 'drain-node')).toMatchObject({
        exit: 1,
        err: expect.stringContaining('The file cannot be created: /proc/nowhere/actions/'),
      });
      here.edit('agent-safe.yaml', (text) => text.replace('/proc/nowhere/actions', './actions'));
    }
    here.edit('agent-safe.yaml', (text) => text.replace('./actions', './actions/delete-pod.yaml'));
    expect(await here.run('catalog', 'add', 'drain-node')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('The registry is one file, not a folder'),
    });
  });
});
