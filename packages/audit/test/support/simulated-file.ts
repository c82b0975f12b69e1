import type { Random } from './random.ts';

/** Disks write as a whole, or not at all, what is no longer than this. */
const SECTOR = 512;

/**
 * What a file is to the programs that read it, and what of it would be left if the power failed now. What was written
 * since the last sync is kept in generations: one ends where the file is truncated, because a disk that has lost the
 * truncation has lost what was written after it too.
 */
export class SimulatedFile {
  readonly id: string;
  #generations: Buffer[][] = [[Buffer.alloc(0)]];
  /** Sectors that a failed sync has given up: the system believes them written. */
  #abandoned = new Set<number>();

  constructor(id: string) {
    this.id = id;
  }

  get bytes(): Buffer {
    return this.#generations.at(-1)?.at(-1) ?? Buffer.alloc(0);
  }

  append(added: Uint8Array): void {
    const before = this.bytes;
    for (let sector = Math.floor(before.length / SECTOR); sector * SECTOR < before.length + added.length; sector += 1) {
      this.#abandoned.delete(sector);
    }
    this.#generations.at(-1)?.push(Buffer.concat([before, added]));
  }

  truncate(size: number): void {
    this.#generations.push([this.bytes.subarray(0, size)]);
  }

  sync(): void {
    const durable = this.#generations[0]?.[0] ?? Buffer.alloc(0);
    const synced = Buffer.from(this.bytes);
    // A second sync says that all is well, and writes nothing of what the first one has given up.
    for (const sector of this.#abandoned) copySector(sector, durable, synced);
    this.#generations = synced.equals(this.bytes) ? [[synced]] : [[synced], [this.bytes]];
  }

  /** A sync that fails: what it should have written stays in memory, and is not tried again. */
  failSync(): void {
    const durable = this.#generations[0]?.[0] ?? Buffer.alloc(0);
    for (let sector = 0; sector * SECTOR < this.bytes.length; sector += 1) {
      const range = [sector * SECTOR, (sector + 1) * SECTOR] as const;
      if (!this.bytes.subarray(...range).equals(durable.subarray(...range))) this.#abandoned.add(sector);
    }
  }

  /** The power fails: of each sector some version is left that there was since the last sync. */
  losePower(random: Random): void {
    const durable = this.#generations[0]?.[0] ?? Buffer.alloc(0);
    const versions = [durable, ...random.pick(this.#generations)];
    const longest = versions.at(-1)?.length ?? 0;
    // Its length is one that it had, or one that it had while it was written.
    const between = Math.min(longest, durable.length + SECTOR * random.below(16));
    const left = Buffer.alloc(random.pick([random.pick(versions).length, longest, between]));
    const isOrderly = random.below(4) === 0;
    const kept = random.below(versions.length);
    for (let sector = 0; sector * SECTOR < left.length; sector += 1) {
      const version = versions[isOrderly ? kept : random.below(versions.length)];
      if (version !== undefined) copySector(sector, version, left);
    }
    this.#generations = [[left]];
    this.#abandoned = new Set();
  }
}

/** What lies behind the end of the version reads as zeros. */
function copySector(sector: number, from: Buffer, to: Buffer): void {
  const start = sector * SECTOR;
  // What was given up may have been cut off since.
  if (start >= to.length) return;
  const end = Math.min(start + SECTOR, to.length);
  to.fill(0, start, end);
  to.set(from.subarray(start, end), start);
}
