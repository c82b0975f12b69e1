import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Action, ActionParameter } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { writeTypeModule } from './type-module.ts';

const ROOT = new URL('../../../../', import.meta.url).pathname;

function parameter(changes: Partial<ActionParameter> & Pick<ActionParameter, 'name'>): ActionParameter {
  return { type: 'string', required: true, description: '', locates: false, sensitive: false, ...changes };
}

/** Names and texts that a careless generator would write as code. */
const HOSTILE_TEXTS = [
  'Ends */ the comment; import("node:fs") /*',
  'Two\nlines \u2028 and a separator',
  'it\'s "quoted" `and` $ {templated} \\ back',
  'Ünïcödé 😀 \u202e reversed',
  '// not a comment\r\n */ }; export const injected = 1; /*',
  '',
];
const HOSTILE_NAMES = [
  'a-b',
  "it's",
  '"q"',
  'ünï',
  '__proto__',
  'constructor',
  'a b',
  '1st',
  '',
  '😀',
  'a\\',
  'new\nline',
  '*/',
];

const hostile: Action = sampleAction({
  name: 'odd-one',
  description: HOSTILE_TEXTS.join('\n'),
  target_types: [],
  parameters: HOSTILE_NAMES.map((name, index) =>
    parameter({
      name,
      description: HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? '',
      constraints: { enum: [name, ...HOSTILE_TEXTS] },
      required: index % 2 === 0,
    }),
  ),
});
const sendEmail: Action = sampleAction({
  name: 'send-email',
  target_types: [],
  parameters: [
    parameter({ name: 'to', description: 'Recipient.' }),
    parameter({ name: 'priority', default: 'normal', constraints: { enum: ['low', 'normal', "it's"] } }),
    parameter({ name: 'copies', type: 'integer', required: false, constraints: { enum: ['1', 2] } }),
    parameter({
      name: 'tags',
      type: 'array',
      required: false,
      items: { type: 'string', constraints: { enum: ['a', 'b'] } },
    }),
    parameter({ name: 'extra', type: 'array', required: false }),
    parameter({ name: 'flag', type: 'boolean', required: false, sensitive: true, default: true }),
    parameter({ name: 'nothing', type: 'boolean', required: false, constraints: { enum: ['maybe'] } }),
  ],
});
const restart: Action = sampleAction({ name: 'restart', target_types: ['vm'], parameters: [] });

/** Compiles programs beside the written module. Returns what the compiler says. */
function compile(actions: readonly Action[], program: string, isExact: boolean): string {
  const folder = makeFolder();
  try {
    writeFileSync(join(folder, 'action-types.ts'), writeTypeModule(actions));
    // Only a program that opens a project needs all packages.
    const source = program.includes('AgentSafe.open') ? 'index.ts' : 'action-types.ts';
    const sdk = join(ROOT, 'packages/sdk/src', source);
    writeFileSync(join(folder, 'program.ts'), program.replace('./SDK', sdk));
    const base = join(ROOT, 'tsconfig.base.json');
    const compilerOptions = {
      noEmit: true,
      exactOptionalPropertyTypes: isExact,
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
      typeRoots: [join(ROOT, 'node_modules/@types')],
    };
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: base, compilerOptions, files: ['program.ts'] }),
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    const { stdout } = error as { readonly stdout?: string };
    if (stdout === undefined) throw error;
    // The source of the packages is compiled with stricter settings. Here only the two files of the folder count.
    return stdout
      .split('\n')
      .filter((line) => /(?:program|action-types)\.ts\(/.test(line))
      .join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PROGRAM = `
import { AgentSafe } from './SDK';
import type { ActionTypes } from './action-types.ts';

const safe = await AgentSafe.open<ActionTypes>();
await safe.check({ action: 'send-email', params: { to: 'a', priority: "it's", copies: 1, tags: ['a', 'b'], extra: [1, null], flag: false } });
await safe.check({ action: 'send-email', target: null, params: { to: 'a' } });
await safe.check({ action: 'restart', target: 'dev/vm' });
await safe.check({ action: 'restart', target: 'dev/vm', params: {} });
// @ts-expect-error No action has this name.
await safe.check({ action: 'send-mail', params: { to: 'a' } });
// @ts-expect-error The action has no target.
await safe.check({ action: 'send-email', target: 'dev/vm', params: { to: 'a' } });
// @ts-expect-error The action needs a target.
await safe.check({ action: 'restart' });
// @ts-expect-error The action has no parameters.
await safe.check({ action: 'restart', target: 'dev/vm', params: { to: 'a' } });
// @ts-expect-error A parameter is missing.
await safe.check({ action: 'send-email', params: { priority: 'low' } });
// @ts-expect-error The value is not in the list.
await safe.check({ action: 'send-email', params: { to: 'a', copies: 3 } });
// @ts-expect-error The value is a string in the file, but a number in requests.
await safe.check({ action: 'send-email', params: { to: 'a', copies: '1' } });
// @ts-expect-error The item is not in the list.
await safe.check({ action: 'send-email', params: { to: 'a', tags: ['c'] } });
// @ts-expect-error No value is valid.
await safe.check({ action: 'send-email', params: { to: 'a', nothing: true } });
// @ts-expect-error The parameter is unknown.
await safe.check({ action: 'send-email', params: { to: 'a', cc: 'b' } });
`;

describe('a written module', () => {
  test.each([true, false])('is checked by the compiler, with exactOptionalPropertyTypes %s', (isExact) => {
    const optional = `await safe.check({ action: 'send-email', params: { to: 'a', copies: undefined } });`;
    const program = `${PROGRAM}${isExact ? '// @ts-expect-error It may be left out, but it is not undefined.\n' : ''}${optional}\n`;
    expect(compile([sendEmail, restart], program, isExact)).toBe('');
  });

  test('holds every name and text as data', async () => {
    const names = JSON.stringify(HOSTILE_NAMES);
    const program = `
import type { ActionTypes } from './action-types.ts';
import type * as Module from './action-types.ts';

type Params = ActionTypes['odd-one']['params'];
const names = ${names} as const;
const all: readonly (keyof Params)[] = names;
const each: (typeof names)[number] = '' as keyof Params;
const own: NonNullable<Params['__proto__']> = ${JSON.stringify(HOSTILE_TEXTS[2])};
void [all, each, own];
// @ts-expect-error The value is not in the list.
const other: NonNullable<Params['a-b']> = 'other';
void other;
// @ts-expect-error No text became code.
type Injected = typeof Module.injected;
export type { Injected };
`;
    expect(compile([hostile], program, true)).toBe('');
    const folder = makeFolder();
    const file = join(folder, 'module.ts');
    writeFileSync(file, writeTypeModule([hostile]));
    expect(Object.keys((await import(pathToFileURL(file).href)) as object)).toEqual([]);
    // Nothing invisible hides what a reviewer should see.
    expect(writeTypeModule([hostile])).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  test('of no actions accepts no request', () => {
    const program = `
import type { RequestOf } from './SDK';
import type { ActionTypes } from './action-types.ts';
const none: readonly never[] = [] as readonly RequestOf<ActionTypes>[];
export { none };
`;
    expect(compile([], program, true)).toBe('');
  });

  test('does not depend on the order of the actions', () => {
    expect(writeTypeModule([restart, sendEmail])).toBe(writeTypeModule([sendEmail, restart]));
  });

  test('describes parameters, their defaults, and secrets without their values', () => {
    const secret = sampleAction({ parameters: [parameter({ name: 'pin', sensitive: true, default: 'hunter2' })] });
    expect(writeTypeModule([secret])).toContain('/** The value is secret. */\n      readonly pin?: string;');
    expect(writeTypeModule([secret])).not.toContain('hunter2');
    expect(writeTypeModule([sendEmail])).toContain(
      `      /** @default "normal" */\n      readonly priority?: 'low' | 'normal' | 'it\\'s';`,
    );
  });
});
