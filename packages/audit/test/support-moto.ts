import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';

const endpoint = process.env.AWS_ENDPOINT_URL ?? '';

/** Reason why the AWS API of infra/setup.sh is not available; undefined if it is available. */
export const noAws = await findReason();

async function findReason(): Promise<string | undefined> {
  if (endpoint === '') return 'AWS_ENDPOINT_URL is not set';
  // Tests write objects, which must never happen in the real AWS.
  if (!['127.0.0.1', 'localhost'].includes(new URL(endpoint).hostname))
    return 'AWS_ENDPOINT_URL is not on this machine';
  const answers = await fetch(endpoint).then(
    () => true,
    () => false,
  );
  return answers ? undefined : 'AWS_ENDPOINT_URL cannot be reached';
}

/** Creates a bucket for one test, and deletes it after the test. */
export async function temporaryBucket() {
  const client = new S3Client({ endpoint, forcePathStyle: true });
  const Bucket = `agent-safe-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  const keys = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map(({ Key = '' }) => Key);
  };
  onTestFinished(async () => {
    for (const Key of await keys()) await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await client.send(new DeleteBucketCommand({ Bucket }));
  });
  return {
    bucket: Bucket,
    keys,
    put: async (Key: string, Body: string) => {
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    read: async (Key: string) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    describe: (Key: string) => client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' })),
  };
}
