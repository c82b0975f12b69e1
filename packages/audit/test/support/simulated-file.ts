import type { Random } from '@agent-safe/testkit';

/** Bytes that a disk writes completely or not at all. */
const SECTOR = 512;

/**
 * A file as programs read it, and the versions that could be left after a loss of power. The writes since the last sync are stored in
 * generations. A generation ends where the file is truncated, because a disk that loses the truncation also loses all later writes.
 * All bytes of a generation are thus before the next truncation.
 */
export class SimulatedFile {
  readonly id: string;
  #generations: Buffer[][] = [[Buffer.alloc(0)]];
  /** Sectors that a failed sync lost. The system believes that they were written. */
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
    // A second sync succeeds, but does not write the sectors that the first one lost.
    for (const sector of this.#abandoned) copySector(sector, durable, synced);
    this.#generations = synced.equals(this.bytes) ? [[synced]] : [[synced], [this.bytes]];
  }

  /** Simulates a failed sync: its sectors stay only in memory and are not written later. */
  failSync(): void {
    const durable = this.#generations[0]?.[0] ?? Buffer.alloc(0);
    for (let sector = 0; sector * SECTOR < this.bytes.length; sector += 1) {
      const range = [sector * SECTOR, (sector + 1) * SECTOR] as const;
      if (!this.bytes.subarray(...range).equals(durable.subarray(...range))) this.#abandoned.add(sector);
    }
  }

  /** Simulates a loss of power: of each sector, any version since the last sync may be left. */
  losePower(random: Random): void {
    const durable = this.#generations[0]?.[0] ?? Buffer.alloc(0);
    const versions = [durable, ...random.pick(this.#generations)];
    const longest = versions.at(-1)?.length ?? 0;
    // The length is any length since the last sync, also of a partial write.
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

/** Bytes after the end of a version read as zeros. */
function copySector(sector: number, from: Buffer, to: Buffer): void {
  const start = sector * SECTOR;
  // The lost sectors may have been removed by a truncation since.
  if (start >= to.length) return;
  const end = Math.min(start + SECTOR, to.length);
  to.fill(0, start, end);
  to.set(from.subarray(start, end), start);
}
