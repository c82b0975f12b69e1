import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { AgentSafeError, type Problem } from '@agent-safe/core';
import { type Key, readKeys } from '@agent-safe/schemas';
import { displayPath, readYamlFile, unreadable } from './files.ts';
import { locateAll } from './yaml-document.ts';

/** The keys of a project, by purpose. */
export interface KeyRing {
  /** Masks sensitive values. */
  readonly mask: Uint8Array | undefined;
}

/**
 * Reads a key file. One that others may read protects nothing, and is refused.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID; its text never holds a part of a key
 */
export function loadKeys(file: string): KeyRing {
  const { keys, problems } = tryKeys(file);
  if (problems.length > 0) throw new AgentSafeError('ERR_KEYS_INVALID', 'The keys cannot be used.', { problems });
  return { mask: keys.findLast((key) => key.purpose === 'mask')?.bytes };
}

interface ReadKey {
  readonly kid: string;
  readonly purpose: Key['purpose'];
  readonly bytes: Uint8Array;
}

/** As {@link loadKeys}, with the mistakes as a value. */
export function tryKeys(file: string): { keys: readonly ReadKey[]; problems: readonly Problem[] } {
  try {
    const problems = [...checkMode(file)];
    const document = readYamlFile(file);
    const { document: read, findings } =
      document.value === undefined ? { document: undefined, findings: [] } : readKeys(document.value);
    problems.push(...document.problems.map(withoutContent));
    problems.push(...locateAll(document, findings).map(withoutContent));
    const keys = (read?.keys ?? []).map(({ k, kid, purpose }) => ({
      kid,
      purpose,
      bytes: Buffer.from(k, 'base64url'),
    }));
    return { keys, problems };
  } catch (error) {
    const problem = unreadable(file, 'keys', error);
    return {
      keys: [],
      problems: [{ ...problem, fix: 'Run "agent-safe init" in the project: it makes what is missing.' }],
    };
  }
}

/** New keys, as the text of a key file. */
export function generateKeys(): string {
  const k = randomBytes(32).toString('base64url');
  const kid = `mask-${randomBytes(4).toString('hex')}`;
  return `${JSON.stringify({ keys: [{ kid, purpose: 'mask', kty: 'oct', k }] }, undefined, 2)}\n`;
}

function checkMode(file: string): readonly Problem[] {
  const mode = statSync(file).mode & 0o777;
  if (process.platform === 'win32' || (mode & 0o077) === 0) return [];
  const message = `Others can read or change the keys (mode ${mode.toString(8).padStart(4, '0')}).`;
  return [
    {
      severity: 'error',
      code: 'keys_exposed',
      message,
      fix: `Run: chmod 600 ${displayPath(file)}`,
      file: displayPath(file),
    },
  ];
}

/** Messages quote what they are about, and here that may be a key. */
function withoutContent(problem: Problem): Problem {
  const message = 'This is not a key file as "agent-safe init" makes it.';
  return { ...problem, message, fix: 'Move it away, and let "agent-safe init" make a new one.' };
}
