import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { tryConfig } from '../settings/config.ts';
import { checkVault } from './check-vault.ts';

const ACCOUNT = `runner:
  clusters: { dev: { uid: 6f1c } }
  accounts: { prod: { account_id: "111122223333", region: eu-west-1 } }
`;

function check(vault: string) {
  const path = join(makeFolder(), 'agent-safe.yaml');
  writeFileSync(path, `${ACCOUNT}credential_vault: ${vault}\n`);
  const tried = tryConfig(path);
  expect(tried.diagnostics).toEqual([]);
  return checkVault(tried);
}

const roleOf = (account: string) => `role_arn: "arn:aws:iam::${account}:role/executor"`;

test.each<[string, string]>([
  ['a role', `{ backend: aws-sts, accounts: { prod: { ${roleOf('111122223333')} } } }`],
  ['a cluster', '{ backend: kubernetes, clusters: { dev: { kubeconfig: a } } }'],
  ['the environment', '{ backend: environment }'],
])('%s gets no warning', (_, vault) => {
  expect(check(vault)).toEqual([]);
});

test('an account without a role of the vault gets a warning', () => {
  expect(check('{ backend: aws-sts }')).toMatchObject([{ severity: 'warning', code: 'vault_role_missing', line: 3 }]);
  expect(check('{ backend: aws-sts, accounts: { prod: { profile: a } } }')).toMatchObject([
    { code: 'vault_role_missing', line: 4, fix: 'Set "role_arn" under "credential_vault.accounts.prod".' },
  ]);
});

test('a role in another account gets a warning', () => {
  expect(check(`{ backend: aws-sts, accounts: { prod: { ${roleOf('999999999999')} } } }`)).toMatchObject([
    { code: 'account_role_mismatch', line: 4 },
  ]);
});

test('an entry that the runner does not have gets a warning with the closest match', () => {
  const own = `{ prod: { ${roleOf('111122223333')} }, prd: { ${roleOf('111122223333')} } }`;
  expect(check(`{ backend: aws-sts, accounts: ${own} }`)).toMatchObject([
    { code: 'vault_entry_unused', line: 4, fix: 'Did you mean "prod"?' },
  ]);
  expect(check('{ backend: kubernetes, clusters: { east: {} } }')).toMatchObject([
    { code: 'vault_entry_unused', fix: 'Add it under "runner.clusters", or remove it.' },
  ]);
});
