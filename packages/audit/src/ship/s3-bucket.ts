import type { Readable } from 'node:stream';
import { readStatus, toDeliveryError } from './s3-errors.ts';
import { DeliveryError } from './shipper.ts';

/** Maximum size of an object that is read as text, in bytes: a checkpoint. */
const LONGEST_READ = 64 * 1024;
/** Maximum size of a batch that is read, in bytes. Batches have 1 MiB of events, one more event and closed bytes of unfinished writes. */
const LONGEST_BATCH = 64 * 1024 * 1024;

export interface BucketOptions {
  readonly bucket: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly forcePathStyle?: boolean | undefined;
  readonly timeoutMs: number;
}

/** Text and entity tag of an object. The tag detects changes. */
export interface ReadObject {
  readonly text: string;
  readonly tag: string | undefined;
}

/** Condition of a write: the object does not exist, or it still has the tag that was read. */
export type WriteCondition = { readonly IfNoneMatch: '*' } | { readonly IfMatch: string };

type Sdk = typeof import('@aws-sdk/client-s3');

interface Opened {
  readonly sdk: Sdk;
  readonly client: InstanceType<Sdk['S3Client']>;
}

/** An S3 bucket. The AWS SDK is loaded on first use. Each request is sent once. Failures throw DeliveryError. */
export class Bucket {
  readonly #options: BucketOptions;
  #opened: Opened | undefined;

  constructor(options: BucketOptions) {
    this.#options = options;
  }

  /** Writes an object. @returns false if the condition is not met */
  async write(
    key: string,
    body: Uint8Array,
    contentType: string,
    condition: WriteCondition,
    signal: AbortSignal,
  ): Promise<boolean> {
    return this.#use(signal, async ({ client, sdk }, limit) => {
      const command = new sdk.PutObjectCommand({
        Bucket: this.#options.bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        // S3 refuses a body with another checksum, and stores the checksum for later comparison.
        ChecksumAlgorithm: 'SHA256',
        ...condition,
      });
      return client.send(command, { abortSignal: limit }).then(
        () => true,
        (error: unknown) => {
          if (readStatus(error) === 412) return false;
          throw error;
        },
      );
    });
  }

  /** Returns the SHA-256 that an object was written with, in base64; undefined if it was written without a checksum. */
  async readChecksum(key: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#use(signal, async ({ client, sdk }, limit) => {
      const command = new sdk.HeadObjectCommand({ Bucket: this.#options.bucket, Key: key, ChecksumMode: 'ENABLED' });
      const { ChecksumSHA256 } = await client.send(command, { abortSignal: limit });
      return ChecksumSHA256;
    });
  }

  /** Reads the first 64 KB of an object. Returns undefined if there is no such object. */
  async read(key: string, signal: AbortSignal): Promise<ReadObject | undefined> {
    return this.#use(signal, async ({ client, sdk }, limit) => {
      const command = new sdk.GetObjectCommand({ Bucket: this.#options.bucket, Key: key });
      try {
        const { Body, ETag } = await client.send(command, { abortSignal: limit });
        const beginning = await readBeginning(Body as Readable, LONGEST_READ, limit);
        return { text: beginning.toString('utf8', 0, LONGEST_READ), tag: ETag };
      } catch (error) {
        if (readStatus(error) === 404 && (error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    });
  }

  /** Reads a batch. @throws DeliveryError if it is longer than 64 MiB */
  async readBatch(key: string, signal: AbortSignal): Promise<Buffer> {
    return this.#use(signal, async ({ client, sdk }, limit) => {
      const command = new sdk.GetObjectCommand({ Bucket: this.#options.bucket, Key: key });
      const { Body } = await client.send(command, { abortSignal: limit });
      const bytes = await readBeginning(Body as Readable, LONGEST_BATCH, limit);
      if (bytes.length > LONGEST_BATCH)
        throw new DeliveryError(
          `the bucket ${this.#options.bucket}: the object ${key} is longer than ${LONGEST_BATCH} bytes`,
        );
      return bytes;
    });
  }

  /** Lists the keys of all objects below a prefix. */
  async *list(prefix: string, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    let next: string | undefined;
    do {
      const token = next;
      const page = await this.#use(signal, async ({ client, sdk }, limit) => {
        const command = new sdk.ListObjectsV2Command({
          Bucket: this.#options.bucket,
          Prefix: prefix,
          ...(token !== undefined && { ContinuationToken: token }),
        });
        return client.send(command, { abortSignal: limit });
      });
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
      next = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (next !== undefined);
  }

  async #use<T>(signal: AbortSignal, work: (opened: Opened, limit: AbortSignal) => Promise<T>): Promise<T> {
    const { bucket, timeoutMs } = this.#options;
    let timeout: AbortSignal | undefined;
    try {
      const opened = await this.#open();
      timeout = AbortSignal.timeout(timeoutMs);
      return await work(opened, AbortSignal.any([signal, timeout]));
    } catch (error) {
      if (signal.aborted) throw new DeliveryError(`the bucket ${bucket}: the request was canceled`);
      if (timeout?.aborted === true)
        throw new DeliveryError(`the bucket ${bucket}: no complete response within ${timeoutMs} ms`);
      throw error instanceof DeliveryError ? error : toDeliveryError(error, bucket);
    }
  }

  async #open(): Promise<Opened> {
    const { endpoint, forcePathStyle, region } = this.#options;
    const sdk = await loadSdk();
    // One attempt, because background shipping retries with backoff.
    this.#opened ??= {
      sdk,
      client: new sdk.S3Client({
        maxAttempts: 1,
        ...(region !== undefined && { region }),
        ...(endpoint !== undefined && { endpoint }),
        ...(forcePathStyle !== undefined && { forcePathStyle }),
      }),
    };
    return this.#opened;
  }
}

async function loadSdk(): Promise<Sdk> {
  try {
    return await import('@aws-sdk/client-s3');
  } catch {
    throw new DeliveryError('the AWS SDK is not installed. Run "npm install @aws-sdk/client-s3"');
  }
}

/** Reads a body until it is longer than the limit. */
async function readBeginning(body: Readable, most: number, signal: AbortSignal): Promise<Buffer> {
  // The signal of a command does not always stop reading its body.
  const stop = () => body.destroy(new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > most) break;
    }
    return Buffer.concat(chunks);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
