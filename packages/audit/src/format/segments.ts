import { basename, dirname, extname, join } from 'node:path';

/**
 * The files of a log that were closed, oldest first. A log that grows too large goes on in a new file: what was
 * `audit.jsonl` becomes `audit.000000000001.jsonl`, named by its first event, and the chain goes on over the files.
 *
 * @param names what is in the folder of the log
 */
export function listSegments(path: string, names: readonly string[]): readonly { path: string; firstSeq: number }[] {
  const extension = extname(path);
  const stem = `${basename(path, extension)}.`;
  return names
    .flatMap((name) => {
      if (!name.startsWith(stem) || !name.endsWith(extension)) return [];
      const digits = name.slice(stem.length, name.length - extension.length);
      return /^\d{12,15}$/.test(digits) ? [{ path: join(dirname(path), name), firstSeq: Number(digits) }] : [];
    })
    .sort((left, right) => left.firstSeq - right.firstSeq);
}

/** What a file of the log is called when it is closed. */
export function segmentPath(path: string, firstSeq: number): string {
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)}.${String(firstSeq).padStart(12, '0')}${extension}`);
}
