import { DEFAULT_PREFIX, listBatches, openBucket, type S3Options } from '../ship/s3.ts';
import { LATEST_CHECKPOINT } from '../ship/s3-keys.ts';
import type { Archive } from './archive.ts';

/** Opens the archive that `s3Destination` writes with the same options. @throws DeliveryError if an option is not valid */
export function s3Archive(options: S3Options): Archive {
  const { bucket: name, prefix = DEFAULT_PREFIX } = options;
  const bucket = openBucket(options);
  return {
    name: `s3://${name}/${prefix}`,
    parts: async (signal) => {
      const batches = await listBatches(bucket, prefix, signal);
      return batches.map(({ key, range }) => ({
        name: key,
        range,
        open: async () => {
          const bytes = await bucket.readBatch(key, signal);
          return {
            size: bytes.length,
            read: async (buffer: Uint8Array, position: number) => bytes.copy(buffer, 0, position),
            close: async () => undefined,
          };
        },
      }));
    },
    checkpoint: async (signal) => (await bucket.read(`${prefix}${LATEST_CHECKPOINT}`, signal))?.text,
  };
}
