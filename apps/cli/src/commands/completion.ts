import { openProject } from '@agent-safe/registry/open';
import { defineCommand, type Invocation, UsageError } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { complete, type ProjectNames } from '../completion/complete.ts';
import { SCRIPTS } from '../completion/scripts.ts';
import { readCatalog } from '../project-files/catalog-actions.ts';

export const command = defineCommand({
  name: 'completion',
  summary: 'Print a script that completes commands, options and values in a shell',
  positionals: 'bash|zsh|fish',
  // The scripts call "completion words -- …" with the words of the command line.
  arity: [1, Number.POSITIVE_INFINITY],
  options: {},
  examples: [
    'source <(agent-safe completion bash)',
    'source <(agent-safe completion zsh)',
    'agent-safe completion fish > ~/.config/fish/completions/agent-safe.fish',
  ],
  async run({ cache, commands, cwd, output, positionals: [shell = '', ...words] }) {
    if (shell === 'words') {
      const { candidates, files } = await complete(words, commands, namesIn({ cache, cwd }));
      for (const { summary, word } of candidates) output.out(`${word}\t${summary}\n`);
      if (files) output.out(':files\n');
      return EXIT.allow;
    }
    if (words.length > 0 || !Object.hasOwn(SCRIPTS, shell)) {
      throw new UsageError(`Name a shell: agent-safe completion ${Object.keys(SCRIPTS).join('|')}.`);
    }
    output.out(SCRIPTS[shell as keyof typeof SCRIPTS]);
    return EXIT.allow;
  },
});

/** Without a valid project there are no candidates. A shell cannot show an error. */
function namesIn({ cache, cwd }: Pick<Invocation<unknown>, 'cache' | 'cwd'>): ProjectNames {
  const read = async () => (await openProject({ cache, cwd })).policySet;
  return {
    actions: async () => (await read().catch(() => undefined))?.actions.map(({ name }) => name) ?? [],
    catalog: async () => readCatalog().map(({ name }) => name),
    targets: async () => (await read().catch(() => undefined))?.targets?.map(({ id }) => id) ?? [],
  };
}
