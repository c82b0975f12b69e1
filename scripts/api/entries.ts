import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePackages } from '../boundaries.ts';

/** The condition under which an entry resolves to its TypeScript source. */
const SOURCE = '@agent-safe/source';

export interface PublishedPackage {
  readonly name: string;
  /** Relative to the root of the repository. */
  readonly folder: string;
  /** Names of its commands. */
  readonly commands: readonly string[];
  /** Absolute path of the TypeScript source behind each import specifier. */
  readonly modules: ReadonlyMap<string, string>;
  /** Import specifiers of plain files. Patterns are expanded. */
  readonly files: readonly string[];
}

type Conditions = string | Readonly<Record<string, string>>;

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, Conditions>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, Conditions>> };
}

/** Returns every published package of the workspace with its entry points. */
export function publishedPackages(root: string): readonly PublishedPackage[] {
  return workspacePackages(root)
    .map(({ folder }) => readPackage(root, folder))
    .filter((each) => each !== undefined)
    .toSorted((one, other) => compare(one.name, other.name));
}

function readPackage(root: string, folder: string): PublishedPackage | undefined {
  const path = join(root, folder, 'package.json');
  const {
    bin = {},
    exports,
    name,
    private: isPrivate,
    publishConfig,
  } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  if (isPrivate === true) return undefined;
  if (exports === undefined) throw new Error(`${folder}/package.json has no "exports". Add every entry point.`);
  refuseOtherEntries(folder, Object.keys(exports), Object.keys(publishConfig?.exports ?? exports));
  const modules = new Map<string, string>();
  const files: string[] = [];
  for (const [entry, conditions] of Object.entries(exports)) {
    const specifier = name + entry.slice(1);
    if (typeof conditions === 'string') files.push(...matches(join(root, folder), specifier, conditions));
    else modules.set(specifier, join(root, folder, sourceOf(folder, entry, conditions)));
  }
  return { name, folder, commands: Object.keys(bin).toSorted(compare), modules, files: files.toSorted(compare) };
}

function sourceOf(folder: string, entry: string, conditions: Readonly<Record<string, string>>): string {
  const source = conditions[SOURCE];
  if (source === undefined)
    throw new Error(`${folder}/package.json: "${entry}" has no "${SOURCE}". Add its source file.`);
  return source;
}

function refuseOtherEntries(folder: string, inSource: readonly string[], published: readonly string[]): void {
  const difference = [
    ...inSource.filter((entry) => !published.includes(entry)),
    ...published.filter((entry) => !inSource.includes(entry)),
  ];
  if (difference.length > 0)
    throw new Error(
      `${folder}/package.json: "exports" and "publishConfig.exports" differ in ${difference.join(', ')}. Make them equal.`,
    );
}

/** Returns the specifiers that an entry such as `./json/*` exports. */
function matches(folder: string, specifier: string, target: string): readonly string[] {
  if (!target.includes('*')) return [specifier];
  const [before = '', after = ''] = target.split('*');
  const slash = before.lastIndexOf('/') + 1;
  const prefix = before.slice(slash);
  return readdirSync(join(folder, before.slice(0, slash)))
    .filter((name) => name.startsWith(prefix) && name.endsWith(after) && name.length >= prefix.length + after.length)
    .map((name) => specifier.replace('*', name.slice(prefix.length, name.length - after.length)));
}

/** Compares by code units, so that the order is the same on every machine. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
