import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { DIRECT } from './moto.ts';

const s3 = new S3Client({ ...DIRECT, forcePathStyle: true });

/** Creates a bucket. @returns its name */
export async function createBucket(versioning?: 'Enabled' | 'Suspended'): Promise<string> {
  const Bucket = `bucket-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (versioning !== undefined) await setVersioning(Bucket, versioning);
  return Bucket;
}

async function setVersioning(Bucket: string, Status: 'Enabled' | 'Suspended'): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

/** @returns the id of the version */
export async function putObject(
  bucket: string,
  key: string,
  text: string,
  more: Partial<PutObjectCommandInput> = {},
): Promise<string> {
  const { VersionId = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ...more }));
  return VersionId;
}

/** Deletes an object as another writer would. */
export async function removeObject(bucket: string, key: string): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

export async function getObject(bucket: string, key: string) {
  const { Body, CacheControl, ContentType, Metadata } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key }),
  );
  return { text: await Body?.transformToString(), CacheControl, ContentType, Metadata };
}

/** Counts the versions and the delete markers of a bucket. */
export async function countVersions(bucket: string) {
  const { DeleteMarkers = [], Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  return { versions: Versions.length, markers: DeleteMarkers.length };
}

export async function setPolicy(bucket: string, policy: object): Promise<void> {
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }));
}

/** Returns the policy of a bucket; undefined if it has none. */
export async function getPolicy(bucket: string): Promise<unknown> {
  try {
    const { Policy = 'null' } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    return JSON.parse(Policy);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucketPolicy') return undefined;
    throw error;
  }
}

/** Policy with one statement for a bucket. */
export function policyFor(bucket: string, changes: object = {}): object {
  const statement = {
    Sid: 'Read',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::123456789012:root' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
    ...changes,
  };
  return { Version: '2012-10-17', Statement: [statement] };
}
