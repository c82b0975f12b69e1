import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { readProject } from '../project/project.ts';
import { tryConfig } from '../settings/config.ts';
import { checkRunner } from './check-runner.ts';

const INVENTORY = `targets:
  - id: dev/app
    type: k8s-deployment
    environment: dev
    sensitivity: public
    scope: { cluster: dev }
  - id: prod/app
    type: k8s-deployment
    environment: prod
    sensitivity: public
    scope: { cluster: prd }
  - id: prod/other
    type: k8s-deployment
    environment: prod
    sensitivity: public
    scope: { cluster: prd }
  - id: prod/instance
    type: aws-ec2-instance
    environment: prod
    sensitivity: public
    scope: { account: "123456789012", region: eu-west-1 }
`;

function check(config: string) {
  const folder = makeFolder();
  const paths = { config: join(folder, 'agent-safe.yaml'), inventory: join(folder, 'inventory.yaml') };
  writeFileSync(paths.config, config);
  writeFileSync(paths.inventory, INVENTORY);
  const tried = tryConfig(paths.config);
  expect(tried.diagnostics).toEqual([]);
  const actions = [{ prechecks: [{ name: 'pod-exists', description: '' }] }];
  return checkRunner(tried, readProject({ inventory: paths.inventory }).targets ?? [], actions);
}

test('T31 credentials that nothing limits are a warning, with its place', () => {
  expect(check('runner:\n  ambient_credentials: true\n')).toEqual([
    expect.objectContaining({ severity: 'warning', code: 'credentials_ambient', line: 2, column: 3 }),
  ]);
  expect(check('runner:\n  ambient_credentials: false\n')).toEqual([]);
});

test('a target in a cluster that the runner does not know is a warning, once it knows any', () => {
  const clusters = (...names: readonly string[]) =>
    `runner:\n  clusters:\n${names.map((name) => `    ${name}: { uid: 6f1c }\n`).join('')}`;
  expect(check('strict: true\n')).toEqual([]);
  expect(check(clusters('dev', 'prd'))).toEqual([]);
  expect(check(clusters('dev', 'prod'))).toEqual([
    expect.objectContaining({ code: 'cluster_unknown', line: 11, fix: 'Did you mean "prod"?' }),
  ]);
  // Once for each cluster, however many targets it has.
  expect(check(clusters('east')).map(({ message }) => message)).toEqual([
    '"dev/app" is in the cluster "dev", which "runner" does not know: nothing runs there.',
    '"prod/app" and 1 more are in the cluster "prd", which "runner" does not know: nothing runs there.',
  ]);
});

test('a check that no action declares blocks nothing, and that is a warning', () => {
  expect(check('runner:\n  blocking_prechecks: [pod-exists, pod-exist, other]\n')).toEqual([
    expect.objectContaining({ code: 'precheck_unknown', line: 2, column: 36, fix: 'Did you mean "pod-exists"?' }),
    expect.objectContaining({ code: 'precheck_unknown', fix: expect.stringContaining('Remove it') }),
  ]);
});

test.each(['"ls  -l"', '" date"', '""', '"  "'])('T28 a command that would match nothing is refused: %s', (command) => {
  const folder = makeFolder();
  const path = join(folder, 'agent-safe.yaml');
  writeFileSync(path, `runner:\n  command_allowlist: [date, ${command}]\n`);
  expect(tryConfig(path).diagnostics).toMatchObject([{ severity: 'error', line: 2 }]);
});
