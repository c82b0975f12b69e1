import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';
import { recordOutput } from '../test/run.ts';
import { runOnChange, type WatchPaths } from './commands/test-watch.ts';
import { runCli } from './run-cli.ts';

const project = projects();
/** For file events, on a machine that has other things to do. */
const PATIENCE = { timeout: 30_000 } as const;
const RUNNING = 'Watching for changes. Ctrl-C ends it.\n';

/** Starts `agent-safe test tests --watch`. Each run ends with a line on stderr. */
function watchTests({ cwd }: TestProject, ...more: string[]) {
  const { output, written } = recordOutput();
  const exit = runCli(['test', 'tests', '--watch', ...more], cwd, output);
  const runs = () => written.err.split(RUNNING).length - 1;
  /** Makes a change, and waits for a run after it that printed the expected text. */
  const untilRun = async (change: () => void, expected: { readonly out?: RegExp; readonly err?: RegExp } = {}) => {
    const before = runs();
    const seen = { out: written.out.length, err: written.err.length };
    change();
    await vi.waitFor(() => {
      expect(runs()).toBeGreaterThan(before);
      expect(written.out.slice(seen.out)).toMatch(expected.out ?? '');
      expect(written.err.slice(seen.err)).toMatch(expected.err ?? '');
    }, PATIENCE);
  };
  return { exit, written, untilRun };
}

describe('test --watch', () => {
  test('runs again after a change of policies, actions, inventory, tests or settings, and ends on Ctrl-C', async () => {
    const here = project();
    const listeners = process.listenerCount('SIGINT');
    const { exit, untilRun, written } = watchTests(here);
    await untilRun(() => undefined);
    expect(written.out).toBe('23 passed, 0 failed\n');

    const rules = readFileSync(join(here.cwd, 'policies/default.yaml'), 'utf8');
    const changed = rules.replace('decision: allow', 'decision: deny');
    await untilRun(() => here.edit('policies/default.yaml', () => changed), { out: /\d+ passed, [1-9]\d* failed\n$/ });
    // A mistake does not end the watch.
    const bad = join(here.cwd, 'policies/bad.yaml');
    await untilRun(() => writeFileSync(bad, 'rules: 7\n'), { err: /ERR_POLICY_INVALID: .*\n.*bad\.yaml:1:8/ });
    await untilRun(
      () => {
        rmSync(bad);
        here.edit('policies/default.yaml', () => rules);
      },
      { out: /23 passed, 0 failed\n$/ },
    );
    await untilRun(() => here.edit('actions/delete-pod.yaml', (text) => `${text}# A comment.\n`));
    await untilRun(() => here.edit('inventory.yaml', (text) => `${text}# A comment.\n`));
    await untilRun(() => here.edit('agent-safe.yaml', (text) => `${text}# A comment.\n`));
    const added = '  - { name: added, action: unheard-of, expect: { code: action_unknown } }\n';
    await untilRun(() => here.edit('tests/default-policies.yaml', (text) => text + added), {
      out: /24 passed, 0 failed\n$/,
    });
    process.emit('SIGINT');
    expect(await exit).toBe(0);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  test('prints one line of JSON for each run', async () => {
    const here = project();
    const { exit, untilRun, written } = watchTests(here, '--json');
    await untilRun(() => undefined);
    await untilRun(() => here.edit('policies/default.yaml', () => 'rules: 7\n'), { out: /ERR_POLICY_INVALID/ });
    process.emit('SIGTERM');
    expect(await exit).toBe(0);
    const [first, second] = written.out.split('\n').map((line) => (line === '' ? {} : (JSON.parse(line) as object)));
    expect(first).toMatchObject({ passed: 23, failed: 0 });
    expect(second).toMatchObject({ error: { code: 'ERR_POLICY_INVALID' } });
  });

  test('a wrong option ends it at once', async () => {
    expect(await project().run('test', 'tests', '--watch', '--min-coverage', '101')).toMatchObject({
      exit: 2,
      out: '',
    });
  });
});

test('changes during a run lead to one more run after it, and the watch ends with its signal', async () => {
  const stop = new AbortController();
  const listeners: (() => void)[] = [];
  const ended: number[] = [];
  const watchPaths: WatchPaths = (_, listener) => {
    const index = listeners.push(listener) - 1;
    return () => void ended.push(index);
  };
  let runs = 0;
  const run = () => {
    runs += 1;
    const changed = listeners.at(-1);
    // The first run sees three changes, the second none; then the watch ends.
    if (runs === 1) for (let change = 0; change < 3; change++) changed?.();
    else stop.abort();
    return Promise.resolve();
  };
  await runOnChange(() => ['a'], run, stop.signal, watchPaths);
  expect(runs).toBe(2);
  expect(ended).toEqual([0, 1]);
});
