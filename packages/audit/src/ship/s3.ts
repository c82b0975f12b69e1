import { createHash, hash } from 'node:crypto';
import { Bucket } from './s3-bucket.ts';
import { batchBody, batchKey, checkpointKey, LATEST_CHECKPOINT, readCheckpointSize } from './s3-keys.ts';
import { DeliveryError, type Destination } from './shipper.ts';

export interface S3Options {
  /** The name of the bucket, or the ARN of an access point. */
  readonly bucket: string;
  /** What all keys begin with: `audit-logs/`. A log needs one of its own. */
  readonly prefix?: string | undefined;
  /** As the AWS SDK finds it where it is left out. */
  readonly region?: string | undefined;
  /** The URL of what is compatible with S3; that of AWS where it is left out. It must hold no user and no password. */
  readonly endpoint?: string | undefined;
  /** Whether the bucket is named in the path, and not in the host: what is compatible with S3 often wants it so. */
  readonly forcePathStyle?: boolean | undefined;
  /** Milliseconds that one request may take, with its answer: 30,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Puts each batch into a bucket of S3 as an object of its own, its bytes those of the log, and checkpoints beside them:
 * each under its size, and the newest as `<prefix>checkpoint`. No batch and no checkpoint replaces another one; only the
 * newest checkpoint gives way, to a larger one. Nothing here stops others who may write to the bucket: turn on its
 * versions, and Object Lock.
 *
 * Needs `@aws-sdk/client-s3`, which is loaded at the first batch and finds credentials in its own ways, and the permissions
 * s3:PutObject, s3:GetObject and s3:ListBucket.
 *
 * @throws DeliveryError where an option is refused
 */
export function s3Destination(options: S3Options): Destination {
  const { bucket: name, endpoint, prefix = 'audit-logs/', timeoutMs = 30_000 } = options;
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,254}$/.test(name))
    throw new DeliveryError('the name of the bucket is not one of S3');
  if (endpoint !== undefined) requireEndpoint(endpoint);
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) throw new DeliveryError('the timeout of a bucket must be milliseconds');
  const { forcePathStyle, region } = options;
  const bucket = new Bucket({ bucket: name, region, endpoint, forcePathStyle, timeoutMs });

  return {
    name: `s3-${hash('sha256', [name, prefix, endpoint ?? ''].join('\n')).slice(0, 16)}`,
    ship: async (events, signal) => {
      const [first, last] = [events[0], events.at(-1)];
      if (first === undefined || last === undefined) return;
      const key = `${prefix}${batchKey(first, last)}`;
      const body = batchBody(events);
      if (await bucket.write(key, body, 'application/x-ndjson', { IfNoneMatch: '*' }, signal)) return;
      // It came before, and its answer got lost; or the prefix is that of another log, which nothing may overwrite.
      const checksum = createHash('sha256').update(body).digest('base64');
      if ((await bucket.readChecksum(key, signal)) !== checksum)
        throw new DeliveryError(`the bucket ${name}: other events are at the key of ${first.seq} to ${last.seq}`);
    },
    shipCheckpoint: (note, signal) => writeCheckpoint(bucket, prefix, note, signal),
  };
}

async function writeCheckpoint(bucket: Bucket, prefix: string, note: string, signal: AbortSignal): Promise<void> {
  const size = readCheckpointSize(note);
  if (size === undefined) throw new DeliveryError('what was to be shipped is no checkpoint');
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
    throw new DeliveryError('the newest checkpoint was replaced meanwhile');
}

function requireEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    throw new DeliveryError('the endpoint of S3 must be a URL, and hold no user and no password');
}
