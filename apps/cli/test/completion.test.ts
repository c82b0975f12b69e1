import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/command-table.ts';
import { complete } from '../src/completion/complete.ts';
import { projects } from './project.ts';

const make = projects();
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const NAMES = {
  actions: () => Promise.resolve(['restart-deployment', 'scale-deployment']),
  catalog: () => Promise.resolve(['drain-node', 'scale-hpa']),
  targets: () => Promise.resolve(['dev/test-app', 'prod/api-server']),
};

async function words(line: string, names = NAMES): Promise<readonly string[]> {
  const { candidates, files } = await complete(line.split(' '), COMMANDS, names);
  return [...candidates.map(({ word }) => word), ...(files ? [':files'] : [])];
}

describe('a completion', () => {
  test('offers every command by its words, with its summary in the help', async () => {
    const first = await words('');
    for (const [name, { summary }] of Object.entries(COMMANDS)) {
      const [word = '', second] = name.split(' ');
      expect(first).toContain(word);
      if (second === undefined) continue;
      const { candidates } = await complete([word, second], COMMANDS, NAMES);
      expect(candidates).toContainEqual({ word: second, summary });
    }
    expect(await words('appro')).toEqual(['approval']);
    expect(await words('xyz')).toEqual([]);
    expect(await words('xyz ')).toEqual([]);
  });

  test.each(Object.entries(COMMANDS))('offers every option of %s that is not given', async (name, { command }) => {
    const all = await words(`${name} --`);
    expect([...all].sort()).toEqual(
      [...Object.keys(command.options), 'json', 'help'].map((each) => `--${each}`).sort(),
    );
    expect(await words(`${name} --json --`)).not.toContain('--json');
  });

  test.each<[string, readonly string[]]>([
    ['check r', ['restart-deployment']],
    ['check restart-deployment --target d', ['dev/test-app']],
    ['check --target dev/test-app s', ['scale-deployment']],
    ['check restart-deployment ', []],
    ['check restart-deployment --caller ', []],
    ['check restart-deployment --params ', []],
    ['check restart-deployment --config ', [':files']],
    ['ticket verify x --action s', ['scale-deployment']],
    ['list-actions --risk c', ['critical']],
    ['list-actions --risk critical --t', ['--tag']],
    ['keys rotate --purpose m', ['mask']],
    ['runner execute --executor ', ['aws', 'dry-run', 'k8s', 'subprocess']],
    ['runner execute ', []],
    ['approval list --status p', ['pending']],
    ['catalog add dr', ['drain-node']],
    ['catalog add drain-node sc', ['scale-hpa']],
    ['init --actions ', ['kubernetes', 'aws', 'all', 'drain-node', 'scale-hpa']],
    ['init --actions drain-node,sc', ['drain-node,scale-hpa']],
    ['audit verify ', [':files']],
    ['audit verify log.jsonl ', []],
    ['completion z', ['zsh']],
    ['identity create --role a --ro', ['--role']],
  ])('of %j is %j', async (line, expected) => {
    expect(await words(line)).toEqual(expected);
  });

  test('never offers a word that a shell would run or expand', async () => {
    const evil = ['$(touch x)', '`id`', 'a;b', "a'b", 'a b', '~root', 'a\tb', 'a\u001b[2J', '*', 'safe'];
    const names = { ...NAMES, targets: () => Promise.resolve(evil) };
    expect(await words('check x --target ', names)).toEqual(['safe']);
  });
});

/** A folder with a project, and with the program of this source as `agent-safe`. */
function install(): { readonly cwd: string; readonly run: (shell: string, ...argv: string[]) => string } {
  const { cwd } = make();
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  const program = join(bin, 'agent-safe');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' --conditions=@agent-safe/source '${main}' "$@"\n`);
  chmodSync(program, 0o755);
  const env = {
    ...process.env,
    HOME: cwd,
    XDG_CONFIG_HOME: cwd,
    PATH: `${bin}:${process.env.PATH}`,
    TERM: 'xterm',
  };
  return {
    cwd,
    run: (shell, ...argv) => {
      const { error, stderr, stdout } = spawnSync(shell, argv, { cwd, encoding: 'utf8', env, timeout: 60_000 });
      if (error !== undefined || stderr !== '') throw error ?? new Error(stderr);
      return stdout;
    },
  };
}

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** Input of a user, and the last word of the line after the tab. */
const TYPED = [
  ['agent-safe che', 'check'],
  ['agent-safe check restart-dep', 'restart-deployment'],
  ['agent-safe list-actions --ri', '--risk'],
  ['agent-safe keys rotate --purpose app', 'approval'],
  ['agent-safe audit verify inven', 'inventory.yaml'],
] as const;
const EXPECTED = TYPED.map(([, word]) => word);

test.skipIf(!has('bash'))('bash completes commands, options, values and files (skipped without bash)', () => {
  const { run } = install();
  const lines = TYPED.map(
    ([typed]) => `COMP_WORDS=(${typed}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _agent_safe; echo "\${COMPREPLY[@]}"`,
  );
  const script = ['source <(agent-safe completion bash)', 'complete -p agent-safe', ...lines].join('\n');
  const [registered, ...offered] = run('bash', '--norc', '-c', script).trimEnd().split('\n');
  expect(registered).toBe('complete -F _agent_safe agent-safe');
  expect(offered).toEqual(EXPECTED);
});

test.skipIf(!has('zsh'))('zsh completes commands, options, values and files (skipped without zsh)', () => {
  const { cwd, run } = install();
  // An interactive zsh in a terminal of its own: each line is typed, completed by a tab, and printed by a widget.
  writeFileSync(
    join(cwd, '.zshrc'),
    `autoload -U compinit && compinit -u -D
     source <(agent-safe completion zsh)
     show() { print -r -- "<$BUFFER>"; BUFFER=; zle -R; }
     zle -N show; bindkey '^T' show; PS1='ready>'`,
  );
  const driver = `zmodload zsh/zpty
    zpty shell env ZDOTDIR=${cwd} zsh -i
    zpty -r shell out '*ready>*'
    for typed in ${TYPED.map(([typed]) => `'${typed}'`).join(' ')}; do
      zpty -w -n shell "$typed"$'\\t\\C-t'
      zpty -r shell out '*<agent-safe*>*'
      print -r -- "\${\${out##*<}%%>*}"
    done
    zpty -d shell`;
  const completed = run('zsh', '-f', '-c', driver).trimEnd().split('\n');
  expect(completed.map((line) => line.trimEnd().split(' ').at(-1))).toEqual(EXPECTED);
});

test.skipIf(!has('fish'))('fish completes commands, options, values and files (skipped without fish)', () => {
  const { run } = install();
  const lines = TYPED.map(([typed]) => `complete -C '${typed}'`);
  const script = ['agent-safe completion fish | source', ...lines].join('\n');
  const offered = run('fish', '--no-config', '-c', script).trimEnd().split('\n');
  expect(offered.map((line) => line.split('\t', 1)[0])).toEqual(EXPECTED);
});

test('a shell that is not known is a usage error', async () => {
  expect(await make().run('completion', 'powershell')).toMatchObject({
    exit: 2,
    err: 'Name a shell: agent-safe completion bash|zsh|fish.\n',
  });
});
