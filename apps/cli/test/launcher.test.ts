import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shareFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('../../../agent-safe', import.meta.url));
const folder = shareFolder();

function launch(command: string, ...argv: string[]) {
  const { status, stderr, stdout } = spawnSync(command, argv, {
    cwd: folder(),
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
  });
  return { status, stderr, stdout };
}

test.skipIf(process.platform === 'win32')(
  'the launcher works from any folder, also through a link, and passes on what the command says',
  () => {
    const link = join(folder(), 'link');
    symlinkSync(launcher, link);
    for (const command of [launcher, link]) {
      expect(launch(command, '--version')).toMatchObject({
        status: 0,
        stderr: '',
        stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
      });
    }
    expect(launch(launcher, 'init', 'project').status).toBe(0);
    expect(launch(link, 'check', 'unheard-of', '--config', 'project/agent-safe.yaml')).toMatchObject({
      status: 3,
      stderr: '',
    });
    expect(launch(launcher, 'chekc').status).toBe(2);
  },
);
