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

test('T31 ambient credentials get a warning with its position', () => {
  expect(check('runner:\n  ambient_credentials: true\n')).toEqual([
    expect.objectContaining({ severity: 'warning', code: 'credentials_ambient', line: 2, column: 3 }),
  ]);
  expect(check('runner:\n  ambient_credentials: false\n')).toEqual([]);
});

test('a target in an unknown cluster gets a warning if any cluster is configured', () => {
  const clusters = (...names: readonly string[]) =>
    `runner:\n  clusters:\n${names.map((name) => `    ${name}: { uid: 6f1c }\n`).join('')}`;
  expect(check('strict: true\n')).toEqual([]);
  expect(check(clusters('dev', 'prd'))).toEqual([]);
  expect(check(clusters('dev', 'prod'))).toEqual([
    expect.objectContaining({ code: 'cluster_unknown', line: 11, fix: 'Did you mean "prod"?' }),
  ]);
  // One warning for each cluster, with any number of targets.
  expect(check(clusters('east')).map(({ message }) => message)).toEqual([
    'The runner does not know the cluster "dev" of "dev/app": no action runs there.',
    'The runner does not know the cluster "prd" of "prod/app" and 1 more target: no action runs there.',
  ]);
});

test('a blocking precheck that no action declares gets a warning', () => {
  expect(check('runner:\n  blocking_prechecks: [pod-exists, pod-exist, other]\n')).toEqual([
    expect.objectContaining({ code: 'precheck_unknown', line: 2, column: 36, fix: 'Did you mean "pod-exists"?' }),
    expect.objectContaining({ code: 'precheck_unknown', fix: expect.stringContaining('Remove it') }),
  ]);
});

test.each(['"ls  -l"', '" date"', '""', '"  "'])('T28 a command that can never match is refused: %s', (command) => {
  const folder = makeFolder();
  const path = join(folder, 'agent-safe.yaml');
  writeFileSync(path, `runner:\n  command_allowlist: [date, ${command}]\n`);
  expect(tryConfig(path).diagnostics).toMatchObject([{ severity: 'error', line: 2 }]);
});
