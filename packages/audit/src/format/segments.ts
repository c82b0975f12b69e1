import { basename, dirname, extname, join } from 'node:path';

/**
 * Returns the closed files of a log, oldest first.
 *
 * A log that reaches its maximum size is rotated: `audit.jsonl` is renamed to `audit.000000000001.jsonl`, after the number of its
 * first event, and a new `audit.jsonl` continues the chain.
 *
 * @param names names of the files in the folder of the log
 * @param after number of the last archived event. An interrupted archive may have left files of archived events, which do not count
 */
export function listSegments(
  path: string,
  names: readonly string[],
  after = 0,
): readonly { path: string; firstSeq: number }[] {
  const extension = extname(path);
  const stem = `${basename(path, extension)}.`;
  return names
    .flatMap((name) => {
      if (!name.startsWith(stem) || !name.endsWith(extension)) return [];
      const digits = name.slice(stem.length, name.length - extension.length);
      return /^\d{12,15}$/.test(digits) && Number(digits) > after
        ? [{ path: join(dirname(path), name), firstSeq: Number(digits) }]
        : [];
    })
    .sort((left, right) => left.firstSeq - right.firstSeq);
}

/** Returns the path of a file of the log after it is closed. */
export function segmentPath(path: string, firstSeq: number): string {
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)}.${String(firstSeq).padStart(12, '0')}${extension}`);
}
