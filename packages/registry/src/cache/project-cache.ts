import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deepFreeze, plain, sha256 } from '@agent-safe/core';
import type { PolicySet } from '../bundle/policy-set.ts';
import type { LoadedConfig } from '../settings/loaded-config.ts';
import { listYaml, readRegularFile } from '../yaml/paths.ts';

/** Where what was read is kept, and for whom. */
export interface CacheOptions {
  /** Identifies the program, down to its last byte. */
  readonly build: string;
  /** A folder of the user's own, outside of any project: what comes with a project must not be able to get there. */
  readonly folder: string;
}

/** What was read from the files of a project, kept for the next process. */
interface CachedProject {
  /** Of the bytes of every file that it was read from. */
  readonly fingerprint: string;
  readonly build: string;
  readonly config: LoadedConfig;
  readonly policySet: PolicySet;
}

/** The SHA-256 of each file that decides, in the order in which they are read. Hexadecimal. */
interface Inputs {
  readonly fingerprint: string;
  readonly documents: readonly string[];
}

/** What the same program read before, where no file has changed since. */
export function readProjectCache(configFile: string, cache: CacheOptions): CachedProject | undefined {
  try {
    const path = cachePath(configFile, cache);
    if (!isPrivate(path)) return undefined;
    const [digest, text = ''] = readFileSync(path, 'utf8').split('\n', 2);
    if (digest !== sha256(text)) return undefined;
    const kept = JSON.parse(text) as CachedProject;
    if (kept.build !== cache.build || kept.config.file !== configFile) return undefined;
    if (kept.fingerprint !== readInputs(kept.config).fingerprint) return undefined;
    return { ...kept, policySet: deepFreeze(kept.policySet) };
  } catch {
    return undefined;
  }
}

/**
 * Keeps what was read. It saves time and nothing else: where it cannot be written, the files are read again.
 *
 * @param documents the SHA-256 of what was parsed, in order: if the files are others now, nothing is kept
 * @param reread reads the configuration once more, for the same reason
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
    mkdirSync(cache.folder, { recursive: true, mode: 0o700 });
    writeFileSync(beside, `${sha256(text)}\n${text}`, { flag: 'wx', mode: 0o600 });
    try {
      renameSync(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
  } catch {
    // There is no room, or no right: nothing else changes.
  }
}

function cachePath(configFile: string, { folder }: CacheOptions): string {
  return join(folder, `${sha256(configFile)}.json`);
}

/**
 * What decides is in the bytes of these files and in nothing else: the same ones need not be read again. All of them are
 * looked at each time, so that no change of a file is missed.
 */
function readInputs(config: LoadedConfig): Inputs {
  const hash = (path: string) => createHash('sha256').update(readRegularFile(path)).digest('hex');
  const files = [config.registry, config.policies, config.inventory].map((path) =>
    path === undefined ? [] : listYaml(path).files.map((file) => [file, hash(file)] as const),
  );
  // Which time zones there are depends on the platform.
  const parts = [config.file, hash(config.file), files, process.versions];
  return { fingerprint: sha256(JSON.stringify(parts)), documents: files.flat().map(([, digest]) => digest) };
}

/** A file that nobody else can have written. */
function isPrivate(path: string): boolean {
  const found = lstatSync(path);
  return found.isFile() && (found.mode & 0o077) === 0 && found.uid === (process.getuid?.() ?? found.uid);
}
