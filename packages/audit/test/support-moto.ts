import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, type GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
