import { AgentSafeError } from '@agent-safe/core';
import { keySet, loadKeys } from '@agent-safe/registry';
import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { findKeyFile } from '../../options/key-file.ts';
import { SETTINGS_OPTIONS } from '../../options/token-options.ts';
import { printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'keys jwks',
  summary: 'Print the public keys, which verify tokens and cannot sign',
  positionals: '',
  arity: [0, 0],
  options: { ...SETTINGS_OPTIONS },
  examples: ['agent-safe keys jwks > jwks.json'],
  async run({ clock, cwd, output, values }) {
    const { tokens } = loadKeys(findKeyFile(values, cwd));
    if (tokens.length === 0) {
      const summary = 'There is no key that signs tokens. Run "agent-safe keys generate".';
      throw new AgentSafeError('ERR_KEYS_INVALID', summary);
    }
    printJson(output, keySet(tokens, clock()));
    return EXIT.allow;
  },
});
