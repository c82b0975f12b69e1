import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { projects } from '../test/project.ts';

const project = projects();
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** A server in a process of its own. */
async function start(cwd: string, ...argv: readonly string[]) {
  const args = ['--conditions=@agent-safe/source', main, 'serve', '--listen', '127.0.0.1:0', ...argv];
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: Readonly<Record<string, unknown>>[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stderr).on('line', (line) => {
    if (line.startsWith('{')) lines.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
    for (const look of waiting) look();
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const url = line.replace('Serving on ', '');
  const untilLogged = (event: string) =>
    new Promise<Readonly<Record<string, unknown>>>((resolve) => {
      const look = () => {
        const found = lines.find((each) => each.event === event);
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { child, url, untilLogged };
}

test('a server reads its files again on SIGHUP, and stops on SIGTERM with exit code 0', async () => {
  const { cwd, edit } = project();
  const { child, untilLogged, url } = await start(cwd);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  edit('agent-safe.yaml', (text) => `${text}\n# changed\n`);
  child.kill('SIGHUP');
  expect(await untilLogged('reloaded')).toMatchObject({ policy_digest: expect.any(String) });
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(await untilLogged('stopped')).toMatchObject({ level: 'info' });
});

test('a second signal ends a server at once, although a request is in progress', async () => {
  const { cwd, identity } = project();
  const { child, untilLogged, url } = await start(cwd);
  const begun = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode('{'));
      begun.resolve();
      return new Promise(() => undefined);
    },
  });
  const headers = { authorization: `Bearer ${await identity('agent-1')}`, 'content-type': 'application/json' };
  const asking = fetch(`${url}/api/v1/check`, { method: 'POST', headers, body, duplex: 'half' });
  asking.catch(() => undefined);
  await begun.promise;
  await fetch(`${url}/healthz`);
  child.kill('SIGTERM');
  await untilLogged('stopping');
  child.kill('SIGTERM');
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGTERM');
});

describe('serve --check-config', () => {
  test('a project of init can be served', async () => {
    const { run } = project();
    const { exit, out } = await run('serve', '--check-config', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ valid: true, problems: [], digest: expect.any(String) });
  });

  test('all mistakes of the server, the settings, the policies and the keys come at once', async () => {
    const { cwd, edit, run } = project();
    edit(
      'agent-safe.yaml',
      (text) =>
        `${text.replace(/^audit_log:.*$/m, '').replace(/^strict:.*$/m, 'strcit: true')}\nserver:\n  listen: ["0.0.0.0:1"]\n`,
    );
    edit('policies/default.yaml', (text) => text.replace('decision:', 'decison:'));
    const { exit, out } = await run('serve', '--check-config', '--json', '--listen', '10.0.0.1:80');
    expect(exit).toBe(1);
    const { problems } = JSON.parse(out) as { readonly problems: readonly { readonly code: string }[] };
    const codes = problems.map((each) => each.code);
    expect(codes).toContain('listen_unprotected');
    expect(codes.filter((each) => /key_unknown|unknown/.test(each)).length).toBeGreaterThanOrEqual(2);
    // Nothing was opened.
    expect(() => readFileSync(join(cwd, 'audit.jsonl'))).toThrow('ENOENT');
  });

  test('a missing setting is named', async () => {
    const { edit, run } = project();
    edit('agent-safe.yaml', (text) => text.replace(/^audit_log:(?:.*\n)(?: .*\n)*/m, ''));
    const { exit, out } = await run('serve', '--check-config');
    expect(exit).toBe(1);
    expect(out).toMatch(/The server needs the setting "audit_log"\. {2}\[setting_missing\]/);
  });

  test('--behind-proxy admits other addresses', async () => {
    const { run } = project();
    expect((await run('serve', '--check-config', '--listen', '0.0.0.0:1')).exit).toBe(1);
    expect((await run('serve', '--check-config', '--listen', '0.0.0.0:1', '--behind-proxy')).exit).toBe(0);
  });
});
