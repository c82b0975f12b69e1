import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projects } from '../test/project.ts';

const openProject = projects();
const CLUSTER = { dev: { uid: '0f0c3a52', kubeconfig: './kubeconfig' } };
const settings = (backend: string) => (text: string) =>
  `${text}\nrunner: { clusters: ${JSON.stringify(CLUSTER)} }\ncredential_vault: { backend: ${backend} }\n`;

/** Kubeconfig of an API that is down: nothing listens on port 9. */
function writeKubeconfig(cwd: string): void {
  const document = {
    'current-context': 'dev',
    clusters: [{ name: 'dev', cluster: { server: 'https://127.0.0.1:9' } }],
    users: [{ name: 'vault', user: { token: 'a-token-that-is-secret' } }],
    contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'vault' } }],
  };
  writeFileSync(join(cwd, 'kubeconfig'), JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...document }));
}

describe('credential sweep', () => {
  test('without a vault that leaves anything, it says what to configure', async () => {
    const { edit, run } = openProject();
    edit('agent-safe.yaml', settings('environment'));
    const swept = await run('credential', 'sweep');
    expect(swept).toMatchObject({ exit: 1, out: '' });
    expect(swept.err).toContain('Configure "credential_vault" with the backend kubernetes.');
  });

  test('an API that is down is a failure, without a secret', async () => {
    const { cwd, edit, run } = openProject();
    edit('agent-safe.yaml', settings('kubernetes'));
    writeKubeconfig(cwd);
    const swept = await run('credential', 'sweep', '--json');
    expect(swept.exit).toBe(1);
    expect(JSON.parse(swept.out)).toEqual({
      removed: [],
      kept: [],
      failed: [
        { lease_id: null, reason: expect.stringMatching(/^The cluster "dev" could not be swept: .*127\.0\.0\.1:9/) },
      ],
    });
    const text = await run('credential', 'sweep');
    expect(text).toMatchObject({ exit: 1, err: expect.stringMatching(/^NOT REMOVED — The cluster "dev"/) });
    expect(swept.out + text.err).not.toContain('a-token-that-is-secret');
  });
});

describe('credential rbac', () => {
  test('prints the account for some actions in some namespaces', async () => {
    const { run } = openProject();
    const printed = await run('credential', 'rbac', '--actions', 'scale-deployment', '--namespaces', 'dev');
    expect(printed.exit).toBe(0);
    const { items, kind } = JSON.parse(printed.out) as { readonly kind: string; readonly items: readonly object[] };
    expect(kind).toBe('List');
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: 'Role',
        metadata: { name: 'agent-safe-vault', namespace: 'dev' },
        rules: expect.arrayContaining([
          { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'patch'] },
        ]) as unknown,
      }),
    );
    expect(printed.out).not.toContain('"pods"');
  });

  test.each([
    ['an unknown action', ['--actions', 'no-such-action'], 1, 'The action "no-such-action" does not exist'],
    ['an empty name', ['--namespaces', 'dev,,'], 2, '--namespaces contains an empty name'],
  ])('refuses %s', async (_, argv, exit, message) => {
    const { run } = openProject();
    expect(await run('credential', 'rbac', ...argv)).toMatchObject({ exit, err: expect.stringContaining(message) });
  });
});
