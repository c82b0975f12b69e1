import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { EXIT } from '../../apps/cli/src/command/exit-code.ts';
import { compare, type PublishedPackage, publishedPackages } from './entries.ts';
import { literalsOf } from './literals.ts';
import { type Declaration, ExportReader } from './read-exports.ts';

/** One document in `scripts/api/`, with one part of the public interface. */
export type Pins = Readonly<Record<string, Tree>>;
export type Tree = string | number | boolean | null | readonly Tree[] | { readonly [name: string]: Tree };

/** Constants of programs without an entry point that callers match on. */
const UNEXPORTED: Readonly<Record<string, Readonly<Record<string, Tree>>>> = { 'agent-safe': { EXIT } };

const CONSTANT = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

/** Reads the public interface from the source: one document per file. */
export async function readPins(root: string): Promise<Readonly<Record<string, Pins>>> {
  const packages = publishedPackages(root);
  const reader = new ExportReader(new Map(packages.flatMap(({ modules }) => [...modules])));
  return {
    'exports.json': readExports(packages, reader),
    'constants.json': await readConstants(packages, reader),
    'literals.json': readLiterals(root, packages, reader),
  };
}

/** Returns the names of every entry point, split into values and types. */
function readExports(packages: readonly PublishedPackage[], reader: ExportReader): Pins {
  return sorted(
    packages.flatMap(({ commands, files, modules, name }) => [
      ...[...modules].map(([specifier, file]): [string, Tree] => {
        const names = reader.exportsOf(file);
        const of = (isType: boolean) => names.filter((each) => each.isType === isType).map((each) => each.name);
        return [specifier, { values: of(false), types: of(true) }];
      }),
      ...files.map((specifier): [string, Tree] => [specifier, 'file']),
      ...commands.map((command): [string, Tree] => [`${name}: ${command}`, 'command']),
    ]),
  );
}

/** Returns every constant with an uppercase name that an entry point exports, with its value. */
async function readConstants(packages: readonly PublishedPackage[], reader: ExportReader): Promise<Pins> {
  const found = Object.entries(UNEXPORTED).map(([name, constants]): [string, Tree] => [name, constants]);
  for (const [specifier, file] of packages.flatMap(({ modules }) => [...modules])) {
    const names = reader.exportsOf(file).filter(({ isType, name }) => !isType && CONSTANT.test(name));
    if (names.length === 0) continue;
    const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
    found.push([specifier, sorted(names.map(({ name }) => [name, JSON.parse(JSON.stringify(module[name])) as Tree]))]);
  }
  return sorted(found);
}

/** Returns the string values of exported types, such as the members of a union, by the package that declares the type. */
function readLiterals(root: string, packages: readonly PublishedPackage[], reader: ExportReader): Pins {
  const declarations = new Map<string, Declaration>();
  for (const file of packages.flatMap(({ modules }) => [...modules.values()]))
    for (const { declaration, isType } of reader.exportsOf(file))
      if (isType && declaration !== undefined) declarations.set(keyOf(declaration), declaration);
  const found: Record<string, Record<string, Tree>> = {};
  for (const declaration of declarations.values()) {
    const { file, name } = declaration;
    const owner = packages.find(({ folder }) => relative(root, file).startsWith(folder + sep))?.name ?? '';
    const literals = literalsOf(reader, declaration, (other) => declarations.has(keyOf(other)));
    for (const [path, texts] of literals) {
      found[owner] ??= {};
      found[owner][path === '' ? name : `${name}.${path}`] = texts;
    }
  }
  return sorted(Object.entries(found).map(([name, types]) => [name, sorted(Object.entries(types))]));
}

function keyOf({ file, name }: Declaration): string {
  return `${file}#${name}`;
}

function sorted(entries: readonly (readonly [string, Tree])[]): Pins {
  return Object.fromEntries(entries.toSorted(([one], [other]) => compare(one, other)));
}

export function pinPath(root: string, file: string): string {
  return join(root, 'scripts/api', file);
}

/** Returns the differences between the pins and the source, one line for each name or value. */
export function comparePins(pinned: Tree, actual: Tree): readonly string[] {
  const before = new Set(leaves(pinned));
  const after = new Set(leaves(actual));
  const removed = [...before].filter((leaf) => !after.has(leaf)).map((leaf) => `- ${leaf}`);
  const added = [...after].filter((leaf) => !before.has(leaf)).map((leaf) => `+ ${leaf}`);
  const changes = [...removed, ...added];
  return changes.length === 0 && !isDeepStrictEqual(pinned, actual) ? ['~ the order of a list'] : changes;
}

function leaves(tree: Tree, path = ''): readonly string[] {
  const inner = (name: string) => (path === '' ? name : `${path} › ${name}`);
  if (Array.isArray(tree) && tree.every((each) => typeof each !== 'object'))
    return tree.length === 0 ? [inner('(none)')] : tree.map((each) => inner(String(each)));
  if (typeof tree === 'object' && tree !== null)
    return Object.entries(tree).flatMap(([name, each]) => leaves(each, inner(name)));
  return [`${path} = ${JSON.stringify(tree)}`];
}

export function readPinned(root: string, file: string): Tree {
  const path = pinPath(root, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Tree) : {};
}
