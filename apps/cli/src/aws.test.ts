import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { projects } from '../test/project.ts';

/** API of the tests, from `bash infra/setup.sh`. */
const { AWS_ENDPOINT_URL: given = '' } = process.env;
const ENDPOINT = /^http:\/\/(?:127\.0\.0\.1|localhost):\d+\/?$/.test(given) ? given : '';
const ACCOUNT = '123456789012';
const make = projects();

/** Sends a request to EC2 without Agent-Safe. @returns the values of an element of the answer */
async function ec2(element: string, request: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const scope = 'Credential=fixtures/20260101/us-east-1/ec2/aws4_request';
  const answer = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({ Version: '2016-11-15', ...request }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value = '']) => value);
}

async function stateOf(id: string): Promise<string | undefined> {
  return (await ec2('name', { Action: 'DescribeInstances', 'InstanceId.1': id })).at(0);
}

/** A project with an instance as target, and the ticket of a decision that stops it. */
async function open(settings = `{ account_id: "${ACCOUNT}", region: us-east-1 }`) {
  const project = make();
  const [image = ''] = await ec2('imageId', { Action: 'DescribeImages', 'Owner.1': 'amazon' });
  const fixed = { ImageId: image, InstanceType: 't3.micro', MinCount: '1', MaxCount: '1' };
  const [id = ''] = await ec2('instanceId', { Action: 'RunInstances', ...fixed });
  const secret = 'the-secret-key-of-the-vault';
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  // The option names the address, so that the environment cannot.
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  project.edit(
    'agent-safe.yaml',
    (text) => `${text}\nrunner:\n  accounts:\n    test: ${settings}\ncredential_vault: { backend: environment }\n`,
  );
  const target = `  - id: dev/box
    type: aws-ec2-instance
    environment: dev
    sensitivity: public
    bindings: { instance_id: ${id}, region: us-east-1 }
    scope: { account: "${ACCOUNT}", region: us-east-1 }\n`;
  project.edit('inventory.yaml', (text) => text.replace('targets:\n', `targets:\n${target}`));
  const rule = `  - name: dev-instances
    description: Agents start and stop instances in development
    priority: 1000
    match:
      actions: [ec2-start-instance, ec2-stop-instance]
      targets: { environments: [dev] }
    decision: allow
    reason: Development is not critical.\n`;
  project.edit('policies/default.yaml', (text) => text.replace('rules:\n', `rules:\n${rule}`));
  const caller = ['--caller', await project.identity('deploy-agent-01')];
  const params = JSON.stringify({ instance_id: id, region: 'us-east-1' });
  const asked = await project.run(
    'check',
    'ec2-stop-instance',
    '--target',
    'dev/box',
    ...caller,
    '--params',
    params,
    '--json',
  );
  const { audit_id, ticket } = JSON.parse(asked.out) as { audit_id: string; ticket?: { token: string } };
  if (ticket === undefined) throw new Error(asked.out);
  const aws = ['--executor', 'aws', '--endpoint-url', ENDPOINT, '--timeout', '60'];
  return { ...project, auditId: audit_id, aws, caller, id, secret, ticket: ticket.token };
}

const SKIPPED = ' (skipped where no AWS API is up: see infra/README.md)';

describe.skipIf(ENDPOINT === '')(`on an AWS API${SKIPPED}`, { timeout: 120_000 }, () => {
  test('T30 check, ticket, credentials, execute, state, log, rollback: an instance is stopped and started again', async () => {
    const { auditId, aws, caller, cwd, id, run, secret, ticket } = await open();
    const shown = await run('runner', 'dry-run', ticket, ...aws);
    expect(shown).toMatchObject({
      exit: 0,
      out: expect.stringContaining('\n  - state: running\n  + state: stopped\n'),
    });
    expect(await stateOf(id)).toBe('running');

    const executed = await run('runner', 'execute', ticket, ...aws);
    expect(executed).toMatchObject({ exit: 0, err: expect.stringContaining('Waiting for the effect…') });
    expect(executed.out).toMatch(/^SUCCESS — The instance is stopped\. It was running\.\n/);
    expect(executed.out).toContain('replace /state: "running" → "stopped"');
    expect(await stateOf(id)).toBe('stopped');
    expect(await run('runner', 'execute', ticket, ...aws)).toMatchObject({
      exit: 3,
      err: expect.stringContaining('REFUSED'),
    });

    expect((await run('rollback', 'show', auditId)).out).toContain('ec2-start-instance');
    const undone = await run('rollback', 'run', auditId, ...caller, '--endpoint-url', ENDPOINT);
    expect(undone).toMatchObject({
      exit: 0,
      out: expect.stringContaining('\nSUCCESS — The instance is running. It was stopped.\n'),
    });
    expect(await stateOf(id)).toBe('running');

    const log = readFileSync(join(cwd, 'audit.jsonl'), 'utf8');
    expect(log).not.toContain(secret);
    const events = log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const outcomes = events.filter(({ event_type }) => event_type === 'execution_outcome');
    expect(outcomes).toMatchObject([{ outcome: 'success' }, { outcome: 'success', rollback_of: auditId }]);
    expect(await run('audit', 'verify')).toMatchObject({ exit: 0, out: expect.stringMatching(/^ok/) });
  });

  test('T24 a ticket for an account or region that is not configured is refused, and stays unused', async () => {
    const { aws, edit, id, run, ticket } = await open(`{ account_id: "${ACCOUNT}", region: eu-west-1 }`);
    const refused = await run('runner', 'execute', ticket, ...aws);
    expect(refused).toMatchObject({ exit: 3, out: '' });
    expect(refused.err).toContain(`The account "${ACCOUNT}" is not configured in the region "us-east-1".`);
    expect(await stateOf(id)).toBe('running');
    edit('agent-safe.yaml', (text) => text.replace('region: eu-west-1', 'region: us-east-1'));
    expect(await run('runner', 'execute', ticket, ...aws)).toMatchObject({ exit: 0 });
  });

  test('T31 a profile without credentials is refused, and stays unused', async () => {
    const { aws, id, run, ticket } = await open();
    const refused = await run('runner', 'execute', ticket, ...aws, '--profile', 'no-such-profile');
    expect(refused).toMatchObject({ exit: 3, out: '' });
    expect(refused.err).toContain('No AWS credentials were found.');
    expect(await stateOf(id)).toBe('running');
  });
});
