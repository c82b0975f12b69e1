import { createHash, hash } from 'node:crypto';
import { type AuditFormat, formatEvent } from '../event-formats/event-format.ts';
import { Bucket } from './s3-bucket.ts';
import {
  batchBody,
  batchKey,
  checkpointKey,
  type EventRange,
  findMissing,
  LATEST_CHECKPOINT,
  readBatchKey,
  readCheckpointSize,
} from './s3-keys.ts';
import { DeliveryError, type Destination, destinationAhead, LostEvents, type ShippedEvent } from './shipper.ts';

/** Prefix of the keys, unless the settings have another. */
export const DEFAULT_PREFIX = 'audit-logs/';

export interface S3Options {
  /** Name of the bucket, or ARN of an access point. */
  readonly bucket: string;
  /** Prefix of all keys. Default: `audit-logs/`. Each log needs its own prefix. */
  readonly prefix?: string | undefined;
  /** Default: the region that the AWS SDK finds. */
  readonly region?: string | undefined;
  /** URL of a service that is compatible with S3. It must not contain a user or password. Default: AWS. */
  readonly endpoint?: string | undefined;
  /** Whether the path of a URL contains the bucket, instead of the host. Many compatible services need this. */
  readonly forcePathStyle?: boolean | undefined;
  /** Form of the events. Others than the lines of the log are in a folder below the prefix. Default: `agent-safe`. */
  readonly format?: AuditFormat | undefined;
  /** Maximum duration of one request and its response, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Writes each batch to an S3 bucket as one object, with the same bytes as in the log. Each checkpoint is written under its size, and
 * the newest also as `<prefix>checkpoint`. Objects are never replaced, except the newest checkpoint by a larger one.
 *
 * Other programs with write access can still replace objects. To prevent this, enable versioning and Object Lock for the bucket.
 *
 * Needs `@aws-sdk/client-s3`, which is loaded at the first batch and finds credentials itself. It needs the permissions
 * s3:PutObject, s3:GetObject and s3:ListBucket.
 *
 * @throws DeliveryError if an option is not valid
 */
export function s3Destination(options: S3Options): Destination {
  const { bucket: name, endpoint, format = 'agent-safe' } = options;
  const isLog = format === 'agent-safe';
  const prefix = `${options.prefix ?? DEFAULT_PREFIX}${isLog ? '' : `${format}/`}`;
  const bucket = openBucket(options);

  return {
    name: `s3-${hash('sha256', [name, prefix, endpoint ?? ''].join('\n')).slice(0, 16)}`,
    repeatsBatches: true,
    ship: async (events, signal) => {
      const [first, last] = [events[0], events.at(-1)];
      if (first === undefined || last === undefined) return;
      const key = `${prefix}${batchKey(first, last)}`;
      const body = isLog ? batchBody(events) : formattedBody(format, events);
      if (await bucket.write(key, body, 'application/x-ndjson', { IfNoneMatch: '*' }, signal)) return;
      // Either an earlier attempt wrote this object and its response was lost, or another log uses the prefix.
      const checksum = createHash('sha256').update(body).digest('base64');
      if ((await bucket.readChecksum(key, signal)) !== checksum)
        throw new DeliveryError(
          `the bucket ${name}: the object of events ${first.seq} to ${last.seq} has other content. Give each log its own prefix`,
        );
    },
    checkArrived: async ({ seq }, signal) => {
      const ranges = (await listBatches(bucket, prefix, signal)).map(({ range }) => range);
      const end = Math.max(...ranges.map(({ last }) => last));
      if (end > seq) throw destinationAhead(`the bucket ${name}`, end, seq);
      const missing = findMissing(ranges, seq);
      if (missing === undefined) return;
      const events =
        missing.first === missing.last ? `event ${missing.first}` : `events ${missing.first} to ${missing.last}`;
      throw new LostEvents(`the bucket ${name} lacks ${events}, which arrived before. Restore the objects`);
    },
    ...(isLog && {
      shipCheckpoint: (note: string, signal: AbortSignal) => writeCheckpoint(bucket, prefix, note, signal),
    }),
  };
}

function formattedBody(format: AuditFormat, events: readonly ShippedEvent[]): Uint8Array {
  return Buffer.from(events.map((event) => `${formatEvent(format, event)}\n`).join(''));
}

/** @throws DeliveryError if an option is not valid */
export function openBucket(options: S3Options): Bucket {
  const { bucket: name, endpoint, forcePathStyle, region, timeoutMs = 30_000 } = options;
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,254}$/.test(name))
    throw new DeliveryError('the bucket is not a valid S3 bucket name or ARN');
  if (endpoint !== undefined) requireEndpoint(endpoint);
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31))
    throw new DeliveryError('timeoutMs must be a number of milliseconds between 1 and 2147483647');
  return new Bucket({ bucket: name, region, endpoint, forcePathStyle, timeoutMs });
}

/** An object with events. */
export interface BatchObject {
  readonly key: string;
  readonly range: EventRange;
}

/** Lists the objects with events of an archive. */
export async function listBatches(
  bucket: Bucket,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly BatchObject[]> {
  const batches: BatchObject[] = [];
  for await (const key of bucket.list(prefix, signal)) {
    const range = readBatchKey(key.slice(prefix.length));
    if (range !== undefined) batches.push({ key, range });
  }
  return batches;
}

async function writeCheckpoint(bucket: Bucket, prefix: string, note: string, signal: AbortSignal): Promise<void> {
  const size = readCheckpointSize(note);
  if (size === undefined) throw new DeliveryError('the note is not a checkpoint');
  const body = Buffer.from(note);
  await bucket.write(
    `${prefix}${checkpointKey(size)}`,
    body,
    'text/plain; charset=utf-8',
    { IfNoneMatch: '*' },
    signal,
  );
  const key = `${prefix}${LATEST_CHECKPOINT}`;
  const latest = await bucket.read(key, signal);
  if (latest !== undefined && (readCheckpointSize(latest.text) ?? -1) >= size) return;
  const condition = latest?.tag === undefined ? ({ IfNoneMatch: '*' } as const) : { IfMatch: latest.tag };
  if (!(await bucket.write(key, body, 'text/plain; charset=utf-8', condition, signal)))
    throw new DeliveryError(`the object ${key} was replaced by another writer meanwhile`);
}

function requireEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    throw new DeliveryError('the S3 endpoint must be an http or https URL without user and password');
}
