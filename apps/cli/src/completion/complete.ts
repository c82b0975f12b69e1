import { COMMON_OPTIONS, type CommandEntry, type Option, type Options } from '../command/command.ts';

/** One word that the shell can insert. */
interface Candidate {
  readonly word: string;
  readonly summary: string;
}

/** Offer of the shell for a word: candidates, or the files of the working directory. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** Names of the project and of the catalog. They are read only if a word needs them. */
export interface ProjectNames {
  readonly actions: () => Promise<readonly string[]>;
  readonly catalog: () => Promise<readonly string[]>;
  readonly targets: () => Promise<readonly string[]>;
}

type Commands = Readonly<Record<string, CommandEntry>>;

const FILES: Completion = { candidates: [], files: true };
const NOTHING: Completion = { candidates: [], files: false };
/** Words for several actions of the catalog, in "init --actions". */
const CATALOG_GROUPS = ['kubernetes', 'aws', 'all'];
/** Arguments that are names of files, as `positionals` of a command has them. */
const FILE_ARGUMENT = /^[[<](?:path|folder|log|file)/;

/**
 * Completes the last word of a command line.
 *
 * @param words of the command line, without the program; the last word is the one at the cursor, and may be empty
 */
export async function complete(words: readonly string[], commands: Commands, names: ProjectNames): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const entry = findCommand(before, commands);
  const completion =
    entry === undefined
      ? { candidates: commandWords(before, commands), files: false }
      : await completeArgument(before.slice(entry.command.name.split(' ').length), current, entry, names);
  const candidates = completion.candidates.filter(({ word }) => word.startsWith(current) && isInert(word));
  return { ...completion, candidates };
}

/** Whether a shell inserts the word unchanged. Names of targets and actions are untrusted: a shell must run no part of them. */
function isInert(word: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('~');
}

function findCommand(before: readonly string[], commands: Commands): CommandEntry | undefined {
  const [first = '', second = ''] = before;
  const name = [`${first} ${second}`, first].find((each) => Object.hasOwn(commands, each));
  return name === undefined ? undefined : commands[name];
}

/** The next word of a command name. */
function commandWords(before: readonly string[], commands: Commands): readonly Candidate[] {
  const [first, ...more] = before;
  if (more.length > 0) return [];
  const found = new Map<string, string>();
  for (const [name, { summary }] of Object.entries(commands)) {
    const [word = '', second] = name.split(' ');
    const others = found.has(word) ? `${found.get(word)}, ` : '';
    if (first === undefined) found.set(word, second === undefined ? summary : `${others}${second}`);
    else if (word === first && second !== undefined) found.set(second, summary);
  }
  if (first === undefined) found.set('help', 'Show the help').set('--version', 'Print the version');
  if (first === undefined || found.size > 0) found.set('--help', 'Show the help');
  return [...found].map(([word, summary]) => ({ word, summary }));
}

/** @param before the words between the name of the command and the cursor */
async function completeArgument(
  before: readonly string[],
  current: string,
  { command }: CommandEntry,
  names: ProjectNames,
): Promise<Completion> {
  const options: Options = { ...command.options, ...COMMON_OPTIONS };
  const { given, expects, positionals } = readBefore(before, options);
  if (expects !== undefined) return completeValue(expects, options[expects] as Option, names, current);
  if (current.startsWith('-')) {
    const open = Object.entries(options).filter(([name, { multiple }]) => multiple === true || !given.has(name));
    return { candidates: open.map(([name, { summary }]) => ({ word: `--${name}`, summary })), files: false };
  }
  if (positionals >= command.arity[1]) return NOTHING;
  const argument = command.positionals.split(' ')[positionals] ?? '';
  if (FILE_ARGUMENT.test(argument)) return FILES;
  if (argument === '[target]') return toCandidates(await names.targets());
  if (argument === '<action>' || command.name === 'types') return toCandidates(await names.actions());
  if (command.name === 'catalog add') return toCandidates(await names.catalog());
  // Fixed words, such as bash|zsh|fish.
  return /^[a-z]+(?:\|[a-z]+)+$/.test(argument) ? toCandidates(argument.split('|')) : NOTHING;
}

/** The options that are given already, and the option whose value is at the cursor. */
function readBefore(before: readonly string[], options: Options) {
  const given = new Set<string>();
  let positionals = 0;
  let expects: string | undefined;
  for (const word of before) {
    const name = expects === undefined ? optionName(word, options) : undefined;
    if (expects !== undefined) expects = undefined;
    else if (name === undefined) positionals += word.startsWith('-') ? 0 : 1;
    else {
      given.add(name);
      if (options[name]?.type === 'string' && !word.includes('=')) expects = name;
    }
  }
  return { given, expects, positionals };
}

function optionName(word: string, options: Options): string | undefined {
  if (word.startsWith('--')) {
    const [name = ''] = word.slice(2).split('=', 1);
    return Object.hasOwn(options, name) ? name : undefined;
  }
  return Object.entries(options).find(([, { short }]) => short !== undefined && word === `-${short}`)?.[0];
}

async function completeValue(
  name: string,
  { choices, value }: Option,
  names: ProjectNames,
  current: string,
): Promise<Completion> {
  if (choices !== undefined) return toCandidates(choices);
  if (value === 'FILE' || value === 'PATH') return FILES;
  if (name === 'target') return toCandidates(await names.targets());
  if (name === 'actions' && value === 'LIST') {
    // The names before the last comma are complete.
    const given = current.slice(0, current.lastIndexOf(',') + 1);
    const groups = given === '' ? CATALOG_GROUPS : [];
    return toCandidates([...groups, ...(await names.catalog())].map((word) => `${given}${word}`));
  }
  return name === 'action' ? toCandidates(await names.actions()) : NOTHING;
}

function toCandidates(words: readonly string[]): Completion {
  return { candidates: words.map((word) => ({ word, summary: '' })), files: false };
}
