import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { pauseFor } from '@agent-safe/runner/executor-kit';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { onTestFinished } from 'vitest';

/** Program that starts moto's server, from `bash infra/setup.sh`. */
const PROGRAM = process.env.AGENT_SAFE_TEST_MOTO ?? '';

export const hasNoMoto = PROGRAM === '';
export const NEEDS_MOTO = hasNoMoto ? ' (skipped: AGENT_SAFE_TEST_MOTO is not set, see infra/README.md)' : '';

const PATIENCE = 60_000;

async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/** A moto of these tests alone, whose IAM can be turned on. */
export interface OwnMoto {
  readonly url: string;
  /** From now on, requests need valid keys and permissions. */
  readonly enforce: () => Promise<void>;
}

/** Starts a moto server until the end of the test. */
export async function startMoto(): Promise<OwnMoto> {
  const port = await findPort();
  const server = spawn(PROGRAM, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  onTestFinished(() => {
    // moto ends slowly otherwise.
    server.kill('SIGKILL');
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(url, server);
  const enforce = async () => {
    await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '0' });
  };
  return { url, enforce };
}

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  const end = performance.now() + PATIENCE;
  const answers = () =>
    fetch(`${url}/moto-api/data.json`).then(
      (answer) => answer.ok,
      () => false,
    );
  while (!(await answers())) {
    if (server.exitCode !== null || performance.now() > end) throw new Error('moto did not start.');
    await pauseFor(100, AbortSignal.timeout(PATIENCE));
  }
}

const DIRECT = { region: 'us-east-1', credentials: { accessKeyId: 'fixtures', secretAccessKey: 'fixtures' } };

/** Creates users and roles, before IAM is turned on. */
export function openIam(endpoint: string) {
  const iam = new IAMClient({ ...DIRECT, endpoint });
  return {
    /** Creates a user with one policy. @returns its ARN and keys */
    async createUser(UserName: string, policy: object) {
      const { User } = await iam.send(new CreateUserCommand({ UserName }));
      const { Policy } = await iam.send(
        new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument: JSON.stringify(policy) }),
      );
      await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      return { arn: User?.Arn ?? '', id: AccessKey?.AccessKeyId ?? '', secret: AccessKey?.SecretAccessKey ?? '' };
    },
    async createRole(RoleName: string, trust: object, policy: object): Promise<void> {
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
      const input = { RoleName, PolicyName: 'permissions', PolicyDocument: JSON.stringify(policy) };
      await iam.send(new PutRolePolicyCommand(input));
    },
  };
}
