import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deepFreeze, plain } from '@agent-safe/core';
import type { LoadedConfig } from './config.ts';
import { listYaml, readRegularFile } from './paths.ts';
import type { PolicySet } from './policy-set.ts';

/** What was read from the files of a project, kept for the next process. */
interface KeptProject {
  /** Of the bytes of every file that it was read from. */
  readonly fingerprint: string;
  readonly build: string;
  readonly config: LoadedConfig;
  readonly policySet: PolicySet;
}

/** Beside the keys: whoever can write there is not governed in any case. */
function keptPath(configFile: string): string {
  return join(dirname(configFile), '.agent-safe', 'kept-project.json');
}

/**
 * What decides is in the bytes of these files and in nothing else: the same ones need not be read again. All of them are
 * looked at each time, so that no change of a file is missed.
 *
 * @returns undefined where one of them cannot be read
 */
export function fingerprint(config: LoadedConfig): string | undefined {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const bytes = readRegularFile(path);
    hash.update(`${JSON.stringify(path)} ${bytes.length}\n`).update(bytes);
  };
  try {
    add(config.file);
    for (const path of [config.registry, config.policies, config.inventory]) {
      hash.update(`${JSON.stringify(path ?? null)}\n`);
      if (path !== undefined) for (const file of listYaml(path).files) add(file);
    }
  } catch {
    return undefined;
  }
  // Which time zones there are depends on the platform.
  return hash.update(JSON.stringify(process.versions)).digest('base64url');
}

/** What the same program read before, where no file has changed since. */
export function readKept(configFile: string, build: string): KeptProject | undefined {
  try {
    const path = keptPath(configFile);
    if (!isPrivate(path)) return undefined;
    const [digest, text = ''] = readFileSync(path, 'utf8').split('\n', 2);
    if (digest !== sha256(text)) return undefined;
    const kept = JSON.parse(text) as KeptProject;
    if (kept.build !== build || kept.config.file !== configFile) return undefined;
    return kept.fingerprint === fingerprint(kept.config)
      ? { ...kept, policySet: deepFreeze(kept.policySet) }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps what was read. It saves time and nothing else: where it cannot be written, the files are read again.
 *
 * @param before the fingerprint before the files were read: if another one holds now, nobody knows which was read
 */
export function writeKept(config: LoadedConfig, policySet: PolicySet, build: string, before: string): void {
  if (fingerprint(config) !== before) return;
  const path = keptPath(config.file);
  const beside = `${path}.${process.pid}`;
  try {
    const text = JSON.stringify(plain({ fingerprint: before, build, config, policySet } satisfies KeptProject));
    writeFileSync(beside, `${sha256(text)}\n${text}`, { flag: 'wx', mode: 0o600 });
    renameSync(beside, path);
  } catch {
    rmSync(beside, { force: true });
  }
}

/** A file that nobody else can have written, which is not so for what came out of a repository or an archive. */
function isPrivate(path: string): boolean {
  const found = lstatSync(path);
  return found.isFile() && (found.mode & 0o077) === 0 && found.uid === (process.getuid?.() ?? found.uid);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
