import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { readProject } from '../project/project.ts';
import { tryConfig } from '../settings/config.ts';
import { checkAccounts } from './check-accounts.ts';

const INVENTORY = `targets:
  - { id: prod/a, type: vm, environment: prod, sensitivity: public, scope: { account: "111122223333", region: us-east-1 } }
  - { id: prod/b, type: vm, environment: prod, sensitivity: public, scope: { account: "111122223333", region: us-east-1 } }
  - { id: prod/c, type: vm, environment: prod, sensitivity: public, scope: { account: "444455556666", region: eu-west-1 } }
  - { id: prod/d, type: vm, environment: prod, sensitivity: public, scope: { cluster: dev } }
`;

function check(...accounts: readonly string[]) {
  const folder = makeFolder();
  const paths = { config: join(folder, 'agent-safe.yaml'), inventory: join(folder, 'inventory.yaml') };
  const lines = accounts.map((account, index) => `    a${index}: ${account}\n`).join('');
  writeFileSync(paths.config, accounts.length === 0 ? 'strict: true\n' : `runner:\n  accounts:\n${lines}`);
  writeFileSync(paths.inventory, INVENTORY);
  const tried = tryConfig(paths.config);
  expect(tried.diagnostics).toEqual([]);
  return checkAccounts(tried, readProject({ inventory: paths.inventory }).targets ?? []);
}

const US = '{ account_id: "111122223333", region: us-east-1 }';
const EU = '{ account_id: "444455556666", region: eu-west-1 }';

test('a target in an unknown account or region gets a warning if any account is configured', () => {
  expect(check()).toEqual([]);
  expect(check(US, EU)).toEqual([]);
  expect(check(US)).toMatchObject([{ severity: 'warning', code: 'account_unknown', line: 4 }]);
  expect(check('{ account_id: "444455556666", region: us-east-1 }').map(({ message }) => message)).toEqual([
    'The runner does not know the account and region "111122223333 us-east-1" of "prod/a" and 1 more target: no action runs there.',
    'The runner does not know the account and region "444455556666 eu-west-1" of "prod/c": no action runs there.',
  ]);
});

test('T24 two entries of one account and region get a warning, because none is used', () => {
  expect(check(US, EU, US)).toMatchObject([{ code: 'account_duplicate', line: 5 }]);
});

test('T24 a role of another account gets a warning', () => {
  const role = '{ account_id: "111122223333", region: us-east-1, role_arn: "arn:aws:iam::444455556666:role/agent" }';
  expect(check(role, EU)).toMatchObject([{ code: 'account_role_mismatch', line: 3 }]);
});
