import { DescribeImagesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';

/** API of the tests, from `bash infra/setup.sh`. Tests never use AWS itself. */
export const ENDPOINT = /^http:\/\/(?:127\.0\.0\.1|localhost):\d+\/?$/.test(process.env.AWS_ENDPOINT_URL ?? '')
  ? (process.env.AWS_ENDPOINT_URL ?? '')
  : '';

export const isDown = ENDPOINT === '';
export const NEEDS = isDown ? ' (skipped: no AWS API is up, see infra/README.md)' : '';

/** Account of requests with keys that the API does not know. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** Options of clients with full permissions, for fixtures. */
const DIRECT = {
  endpoint: ENDPOINT,
  region: REGION,
  credentials: { accessKeyId: 'fixtures', secretAccessKey: 'fixtures' },
};

const ec2 = new EC2Client(DIRECT);

/** Starts an instance. @returns its id */
export async function runInstance(): Promise<string> {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ MaxResults: 5 }));
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: Images[0]?.ImageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
  );
  const id = Instances[0]?.InstanceId;
  if (id === undefined) throw new Error('The API started no instance.');
  return id;
}
