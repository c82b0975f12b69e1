import type { ByteSource } from '../read/read-lines.ts';
import type { EventRange } from '../ship/s3-keys.ts';

/** A part of an archive: the file of a copy, or an object with one batch. */
export interface ArchivePart {
  /** Name in messages. */
  readonly name: string;
  /** The events that its name promises; undefined for a whole copy. */
  readonly range: EventRange | undefined;
  open(signal: AbortSignal): Promise<ByteSource & { readonly size: number; close(): Promise<void> }>;
}

/** A shipped log. */
export interface Archive {
  /** Name in messages. */
  readonly name: string;
  /** @throws DeliveryError if the archive cannot be read */
  parts(signal: AbortSignal): Promise<readonly ArchivePart[]>;
  /** Returns the newest checkpoint; undefined without one. @throws DeliveryError if the archive cannot be read */
  checkpoint(signal: AbortSignal): Promise<string | undefined>;
}
