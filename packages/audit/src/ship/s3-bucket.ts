import type { Readable } from 'node:stream';
import { readStatus, toDeliveryError } from './s3-errors.ts';
import { DeliveryError } from './shipper.ts';

/** What is read back is a checkpoint, in bytes. */
const LONGEST_READ = 64 * 1024;

export interface BucketOptions {
  readonly bucket: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly forcePathStyle?: boolean | undefined;
  readonly timeoutMs: number;
}

/** An object as it was read: its text, and the tag by which a change of it is noticed. */
export interface ReadObject {
  readonly text: string;
  readonly tag: string | undefined;
}

/** What an object must be, so that it is written: not there at all, or the one that was read. */
export type WriteCondition = { readonly IfNoneMatch: '*' } | { readonly IfMatch: string };

type Sdk = typeof import('@aws-sdk/client-s3');

interface Opened {
  readonly sdk: Sdk;
  readonly client: InstanceType<Sdk['S3Client']>;
}

/** A bucket of S3. The AWS SDK is loaded at its first use. What fails is a DeliveryError; what is asked for is asked once. */
export class Bucket {
  readonly #options: BucketOptions;
  #opened: Opened | undefined;

  constructor(options: BucketOptions) {
    this.#options = options;
  }

  /** Writes an object. @returns false where another one stands there, or was put there meanwhile */
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
        // S3 stores nothing that arrives otherwise, and keeps it to compare by.
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

  /** The SHA-256 that an object was written with, in base64; undefined where it was written without. */
  async readChecksum(key: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#use(signal, async ({ client, sdk }, limit) => {
      const command = new sdk.HeadObjectCommand({ Bucket: this.#options.bucket, Key: key, ChecksumMode: 'ENABLED' });
      const { ChecksumSHA256 } = await client.send(command, { abortSignal: limit });
      return ChecksumSHA256;
    });
  }

  /** The beginning of an object, at most 64 KB; undefined where there is none. */
  async read(key: string, signal: AbortSignal): Promise<ReadObject | undefined> {
    return this.#use(signal, async ({ client, sdk }, limit) => {
      const command = new sdk.GetObjectCommand({ Bucket: this.#options.bucket, Key: key });
      try {
        const { Body, ETag } = await client.send(command, { abortSignal: limit });
        return { text: await readBeginning(Body as Readable, limit), tag: ETag };
      } catch (error) {
        if (readStatus(error) === 404 && (error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    });
  }

  async #use<T>(signal: AbortSignal, work: (opened: Opened, limit: AbortSignal) => Promise<T>): Promise<T> {
    const { bucket, timeoutMs } = this.#options;
    let timeout: AbortSignal | undefined;
    try {
      const opened = await this.#open();
      timeout = AbortSignal.timeout(timeoutMs);
      return await work(opened, AbortSignal.any([signal, timeout]));
    } catch (error) {
      if (signal.aborted) throw new DeliveryError(`the bucket ${bucket}: the request was aborted`);
      if (timeout?.aborted === true)
        throw new DeliveryError(`the bucket ${bucket}: no complete answer within ${timeoutMs} ms`);
      throw toDeliveryError(error, bucket);
    }
  }

  async #open(): Promise<Opened> {
    const { endpoint, forcePathStyle, region } = this.#options;
    const sdk = await loadSdk();
    // Whoever ships tries again, and waits longer each time: the client must not do so as well.
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
    throw new DeliveryError('shipping to S3 needs the AWS SDK: npm install @aws-sdk/client-s3');
  }
}

async function readBeginning(body: Readable, signal: AbortSignal): Promise<string> {
  // The signal of a command need not end the reading of its body, too.
  const stop = () => body.destroy(new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > LONGEST_READ) break;
    }
    return Buffer.concat(chunks).toString('utf8', 0, LONGEST_READ);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
