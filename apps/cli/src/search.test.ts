import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../test/run.ts';

const SUBJECTS = {
  subjects: [
    { id: 'alice', type: 'user', roles: ['developer'] },
    { id: 'deploy-agent', type: 'agent' },
  ],
};
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];
const template = shareFolder();
beforeAll(async () => void (await run(template(), 'init', 'project')));

function project(): string {
  const folder = makeFolder();
  cpSync(join(template(), 'project'), folder, { recursive: true });
  writeFileSync(join(folder, 'subjects.yaml'), JSON.stringify(SUBJECTS));
  return folder;
}

const SUBJECTS_PATH = ['--subjects', 'subjects.yaml'];

describe('who-can', () => {
  test('lists subjects', async () => {
    const folder = project();
    const found = await run(
      folder,
      'who-can',
      'restart-deployment',
      'dev/test-app',
      ...PARAMS,
      ...SUBJECTS_PATH,
      '--json',
    );
    expect(found.exit).toBe(0);
    const { subjects } = JSON.parse(found.out) as { readonly subjects: readonly { readonly agent_id: string }[] };
    expect(subjects.map(({ agent_id }) => agent_id)).toEqual(['deploy-agent', 'user:alice']);
    const one = await run(
      folder,
      'who-can',
      'restart-deployment',
      'dev/test-app',
      ...PARAMS,
      ...SUBJECTS_PATH,
      '--type',
      'user',
    );
    expect(one.out).toContain('user:alice');
    expect(one.out).not.toContain('deploy-agent');
  });

  test('names missing subjects, parameters and actions', async () => {
    const folder = project();
    const none = await run(folder, 'who-can', 'restart-deployment', 'dev/test-app', ...PARAMS);
    expect(none.out).toContain('The project has no subjects.');
    const open = await run(folder, 'who-can', 'restart-deployment', 'dev/test-app', ...SUBJECTS_PATH);
    expect(open.out).toContain('deployment');
    const wrong = await run(folder, 'who-can', 'restart-deploymnt', 'dev/test-app', ...SUBJECTS_PATH);
    expect(wrong).toMatchObject({
      exit: 3,
      out: expect.stringContaining('Did you mean "restart-deployment"?') as string,
    });
    expect(await run(folder, 'who-can', 'restart-deployment', '--limit', '0')).toMatchObject({ exit: 2 });
  });
});

describe('what-can', () => {
  test('lists actions and targets of a subject, also page by page', async () => {
    const folder = project();
    const ask = (...options: readonly string[]) =>
      run(folder, 'what-can', 'user:alice', ...SUBJECTS_PATH, '--json', ...options);
    const all = JSON.parse((await ask(...PARAMS)).out) as {
      readonly allowed: readonly object[];
      readonly caller_verified: boolean;
    };
    expect(all.allowed).toContainEqual({ action: 'restart-deployment', target: 'dev/test-app' });
    expect(all.caller_verified).toBe(true);
    const first = JSON.parse((await ask(...PARAMS, '--limit', '1')).out) as {
      readonly allowed: readonly object[];
      readonly next: string;
    };
    const rest = JSON.parse((await ask(...PARAMS, '--after', first.next)).out) as {
      readonly allowed: readonly object[];
    };
    expect([...first.allowed, ...rest.allowed]).toEqual(all.allowed);
    const only = JSON.parse((await ask(...PARAMS, '--action', 'restart-deployment')).out) as {
      readonly allowed: readonly { readonly action: string }[];
    };
    expect(new Set(only.allowed.map(({ action }) => action))).toEqual(new Set(['restart-deployment']));
  });

  test('says that a bare name is not verified, and takes the caller once', async () => {
    const folder = project();
    expect((await run(folder, 'what-can', 'stranger', '--target', 'dev/test-app')).err).toContain(
      'not verified: stranger',
    );
    expect(await run(folder, 'what-can')).toMatchObject({ exit: 2 });
    expect(await run(folder, 'what-can', 'a', '--caller', 'b')).toMatchObject({ exit: 2 });
  });

  test('takes a token from a file', async () => {
    const folder = project();
    const { out } = await run(folder, 'identity', 'create', '--agent', 'deploy-agent', '--role', 'deployer');
    writeFileSync(join(folder, 'token.txt'), out);
    const found = await run(folder, 'what-can', '--caller', '@token.txt', '--json');
    expect(JSON.parse(found.out)).toMatchObject({ ok: true, caller: 'deploy-agent', caller_verified: true });
  });
});

test('validate reports mistakes of the subjects that the settings name', async () => {
  const folder = project();
  writeFileSync(
    join(folder, 'agent-safe.yaml'),
    'registry: ./actions\npolicies: ./policies\nsubjects: ./subjects.yaml\n',
  );
  expect((await run(folder, 'validate')).out).toContain('2 subjects');
  writeFileSync(join(folder, 'subjects.yaml'), 'subjects:\n  - id: alice\n    typ: user\n');
  const { err, exit, out } = await run(folder, 'validate');
  expect(exit).toBe(1);
  expect(out + err).toContain('subjects.yaml:3');
  // A decision does not depend on the subjects.
  expect((await run(folder, 'check', 'restart-deployment', '--preview', ...PARAMS)).exit).not.toBe(1);
});
