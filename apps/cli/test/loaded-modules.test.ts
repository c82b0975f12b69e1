import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const recorder = pathToFileURL(join(root, 'scripts/record-modules.ts')).href;
const main = join(root, 'apps/cli/src/main.ts');

/** Runs the command line from its sources. @returns the paths of the modules that it loaded */
function load(cwd: string, ...argv: readonly string[]): readonly string[] {
  const record = join(cwd, 'modules.json');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@agent-safe/source', '--import', recorder, main, ...argv],
    { cwd, encoding: 'utf8', env: { ...process.env, RECORD_MODULES: record } },
  );
  if (status === 1 || status === 2) throw new Error(stderr);
  return JSON.parse(readFileSync(record, 'utf8')) as readonly string[];
}

/** Clients of systems in which actions are executed. */
const CLIENTS = /node_modules\/(?:@aws-sdk|@smithy|@kubernetes|ws)\//;

test.each([
  ['check', 'restart-deployment', '--target', 'dev/test-app', '--params', '{"namespace":"dev","deployment":"app"}'],
  ['validate'],
  ['list-actions'],
  ['audit', 'verify'],
])('%s loads no client of Kubernetes or AWS', (...argv) => {
  const folder = makeFolder();
  load(folder, 'init', '.', '--actions', 'all');
  // The log of this decision is what "audit verify" reads.
  load(folder, 'check', 'restart-deployment', '--target', 'dev/test-app', '--params', '{}');
  const loaded = load(folder, ...argv);
  expect(loaded.length).toBeGreaterThan(10);
  expect(loaded.filter((file) => CLIENTS.test(file))).toEqual([]);
});

test('the executor for AWS depends on no package of Kubernetes, and the other way round', () => {
  const dependenciesOf = (folder: string) => {
    const text = readFileSync(join(root, folder, 'package.json'), 'utf8');
    const { dependencies, peerDependencies } = JSON.parse(text) as Record<string, Record<string, string>>;
    return Object.keys({ ...dependencies, ...peerDependencies });
  };
  const [aws, kubernetes] = [dependenciesOf('packages/executor-aws'), dependenciesOf('packages/executor-k8s')];
  expect(aws.filter((name) => /k(?:ubernetes|8s)/.test(name))).toEqual([]);
  expect(kubernetes.filter((name) => name.includes('aws'))).toEqual([]);
  // The packages that both use have no client either.
  for (const shared of ['packages/core', 'packages/runner']) {
    expect(dependenciesOf(shared).filter((name) => /aws|k(?:ubernetes|8s)/.test(name))).toEqual([]);
  }
});
