import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { projects } from './project.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const make = projects();

/** Module that makes every package of the AWS SDK missing, and prints each attempt to load one. */
const HOOK = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('@aws-sdk/')) return next(specifier, context);
    process.stderr.write('LOADS ' + specifier + '\\n');
    throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' });
  },
});`;

/** Runs a command in a process of its own, without the AWS SDK. */
function launch(cwd: string, ...argv: readonly string[]) {
  const hook = `data:text/javascript,${encodeURIComponent(HOOK)}`;
  const node = ['--conditions=@agent-safe/source', '--import', hook, main, ...argv];
  const { status, stderr, stdout } = spawnSync(process.execPath, node, { cwd, encoding: 'utf8' });
  return { status, stderr, stdout };
}

test('if the AWS SDK is missing, a check still works, and an execution names the packages to install', () => {
  const { cwd, edit } = make();
  edit(
    'agent-safe.yaml',
    (text) =>
      `${text}\nrunner:\n  accounts: { prod: { account_id: "444455556666", region: us-east-1 } }\n  ambient_credentials: true\n`,
  );
  const target = `  - id: dev/box
    type: aws-ec2-instance
    environment: dev
    sensitivity: public
    bindings: { instance_id: i-0abc123def456, region: us-east-1 }
    scope: { account: "444455556666", region: us-east-1 }\n`;
  edit('inventory.yaml', (text) => text.replace('targets:\n', `targets:\n${target}`));
  const params = '{"instance_id":"i-0abc123def456","region":"us-east-1"}';
  const asked = ['check', 'ec2-stop-instance', '--target', 'dev/box', '--params', params];
  const checked = launch(cwd, ...asked, '--caller', 'deploy-agent', '--quiet');
  expect(checked).toMatchObject({ status: 0, stderr: '' });

  const refused = launch(cwd, 'runner', 'execute', checked.stdout.trim(), '--executor', 'aws');
  expect(refused).toMatchObject({ status: 3, stdout: '' });
  expect(refused.stderr).toContain('LOADS @aws-sdk/client-ec2\n');
  expect(refused.stderr).toContain(
    'The AWS client for ec2 is not installed. Run: npm install @aws-sdk/client-sts @aws-sdk/client-ec2',
  );
  // The ticket is still unused.
  const again = launch(cwd, 'runner', 'execute', checked.stdout.trim(), '--executor', 'dry-run');
  expect(again.stdout).toMatch(/^SKIPPED — Nothing was done\./);
});
