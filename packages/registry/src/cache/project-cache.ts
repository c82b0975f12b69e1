import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deepFreeze, plain, sha256 } from '@agent-safe/core';
import type { PolicySet } from '../bundle/policy-set.ts';
import type { LoadedConfig } from '../settings/loaded-config.ts';
import { listYaml } from '../yaml/list-files.ts';
import { readRegularFile } from '../yaml/paths.ts';

/** The cache folder, and the program that uses it. */
export interface CacheOptions {
  /** Identifies the exact build of the program. */
  readonly build: string;
  /** A private folder of the user, outside any project, so that files of a project cannot write to it. */
  readonly folder: string;
}

/** The content of a project's files, cached for the next process. */
interface CachedProject {
  /** Digest over the bytes of all source files. */
  readonly fingerprint: string;
  readonly build: string;
  readonly config: LoadedConfig;
  readonly policySet: PolicySet;
}

/** SHA-256 of each source file in reading order, hexadecimal. */
interface Inputs {
  readonly fingerprint: string;
  readonly documents: readonly string[];
}

/** Returns the cached project if the same program wrote it and no file has changed since; otherwise undefined. */
export function readProjectCache(configFile: string, cache: CacheOptions): CachedProject | undefined {
  try {
    const path = cachePath(configFile, cache);
    if (!isPrivate(path)) return undefined;
    const [digest, text = ''] = readFileSync(path, 'utf8').split('\n', 2);
    if (digest !== sha256(text)) return undefined;
    const cached = JSON.parse(text) as CachedProject;
    if (cached.build !== cache.build || cached.config.file !== configFile) return undefined;
    if (cached.fingerprint !== readInputs(cached.config).fingerprint) return undefined;
    return { ...cached, policySet: deepFreeze(cached.policySet) };
  } catch {
    return undefined;
  }
}

/**
 * Writes the cache. If it cannot be written, the next process reads the files again.
 *
 * @param documents SHA-256 of the parsed files, in order. If the files have changed since, nothing is written
 * @param reread reads the configuration again, for the same check
 */
export function writeProjectCache(
  config: LoadedConfig,
  policySet: PolicySet,
  cache: CacheOptions,
  documents: readonly string[],
  reread: () => LoadedConfig,
): void {
  const path = cachePath(config.file, cache);
  const beside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    const inputs = readInputs(config);
    if (inputs.documents.join() !== documents.join() || JSON.stringify(reread()) !== JSON.stringify(config)) return;
    const { fingerprint } = inputs;
    const text = JSON.stringify(plain({ fingerprint, build: cache.build, config, policySet } satisfies CachedProject));
    makeIfMissing(dirname(cache.folder));
    makeIfMissing(cache.folder);
    writeFileSync(beside, `${sha256(text)}\n${text}`, { flag: 'wx', mode: 0o600 });
    try {
      renameSync(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
  } catch {
    // The folder is full or read-only. The cache is optional.
  }
}

/** Creates one folder. A recursive `mkdirSync` never returns if a parent cannot be created, as below /proc. */
function makeIfMissing(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // The folder exists, or the write into it fails.
  }
}

function cachePath(configFile: string, { folder }: CacheOptions): string {
  return join(folder, `${sha256(configFile)}.json`);
}

/**
 * Hashes every file that affects decisions, each time, so that every change is noticed. With the same hashes the files need not be
 * parsed again.
 */
function readInputs(config: LoadedConfig): Inputs {
  const hash = (path: string) => createHash('sha256').update(readRegularFile(path)).digest('hex');
  const files = [config.registry, config.policies, config.inventory].map((path) =>
    path === undefined ? [] : listReadable(path).map((file) => [file, hash(file)] as const),
  );
  // The set of time zones depends on the platform.
  const parts = [config.file, hash(config.file), files, process.versions];
  return { fingerprint: sha256(JSON.stringify(parts)), documents: files.flat().map(([, digest]) => digest) };
}

/** Returns the files at a path. @throws Error if a document cannot be read: it needs a diagnostic, which the cache does not have */
function listReadable(path: string): readonly string[] {
  const { files, unread } = listYaml(path);
  if (unread.some(({ isNeeded }) => isNeeded)) throw new Error('A document cannot be read.');
  return files;
}

/** Whether only the current user can have written a file. */
function isPrivate(path: string): boolean {
  const found = lstatSync(path);
  return found.isFile() && (found.mode & 0o077) === 0 && found.uid === (process.getuid?.() ?? found.uid);
}
