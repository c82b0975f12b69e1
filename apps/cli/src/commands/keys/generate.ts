import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { makeFolders } from '@agent-safe/core/node';
import { completeKeys, generateKeys } from '@agent-safe/registry';
import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-code.ts';
import { findKeyFile, replaceKeyFile } from '../../options/key-file.ts';
import { SETTINGS_OPTIONS } from '../../options/token-options.ts';
import { printable, printJson } from '../../render/style.ts';

export const command = defineCommand({
  name: 'keys generate',
  summary: 'Create the keys that a project lacks. Existing keys stay',
  positionals: '',
  arity: [0, 0],
  options: {
    out: { type: 'string', value: 'FILE', summary: 'Path of the key file. Default: the key file of the project' },
    ...SETTINGS_OPTIONS,
  },
  examples: ['agent-safe keys generate', 'agent-safe keys generate --out .agent-safe/other-keys.json'],
  async run({ cwd, output, values }) {
    const file = values.out === undefined ? findKeyFile(values, cwd) : resolve(cwd, values.out);
    const state = existsSync(file) ? complete(file) : make(file);
    if (values.json) printJson(output, { file, state });
    else output.out(`${printable(file)}: ${TEXTS[state]}\n`);
    return EXIT.allow;
  },
});

const TEXTS = {
  made: 'created, with a key for each purpose. Keep it away from agents and out of git',
  completed: 'missing keys were added',
  unchanged: 'unchanged: it has a key for each purpose. To replace keys, run "agent-safe keys rotate"',
} as const;

function complete(file: string): keyof typeof TEXTS {
  return replaceKeyFile(file, completeKeys) ? 'completed' : 'unchanged';
}

function make(file: string): keyof typeof TEXTS {
  try {
    makeFolders(dirname(file), 0o700);
    writeFileSync(file, generateKeys(), { flag: 'wx', mode: 0o600, flush: true });
    return 'made';
  } catch (error) {
    const summary = `The keys cannot be written at ${file}: ${describeCause(error)}. Give another path: --out FILE.`;
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
}
