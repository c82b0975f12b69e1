import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** One import between two files of the workspace. Paths are relative to the root, with slashes. */
export interface FileImport {
  readonly from: string;
  readonly to: string;
}

/** Folders with TypeScript of the workspace. */
const SOURCE_FOLDERS = ['apps', 'bench', 'catalog', 'docs', 'examples', 'packages', 'scripts'];

/** Matches every form of import: `import`, `import type`, `export … from`, `import()` and `import('…').Type`. */
const IMPORT = /(?:(?<!')\bfrom|\bimport\s*\(|^\s*import)\s*'([^'\n]+)'/gm;

/** Returns the module specifiers of all imports in a text, type imports included, in order. */
export function readSpecifiers(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)]
    .filter(({ index }) => !isInComment(text, index))
    .map(([, specifier = '']) => specifier);
}

/** Whether the line of a match starts as a comment. */
function isInComment(text: string, index: number): boolean {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  return /^\s*(?:\/\/|\/?\*)/.test(text.slice(start, index));
}

/** Returns the TypeScript sources of a folder, without dependencies, build output and declarations. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // Skips symbolic links, because those of pnpm form loops.
    if (entry.isDirectory()) return /^(?:node_modules|dist)$/.test(entry.name) ? [] : sourceFiles(path);
    return entry.isFile() && /(?<!\.d|\.config)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Returns every import between two files of the workspace, type imports included. */
export function readImports(root: string): readonly FileImport[] {
  const present = new Set(readdirSync(root, { withFileTypes: true }).map(({ name }) => name));
  const files = SOURCE_FOLDERS.filter((folder) => present.has(folder)).flatMap((folder) =>
    sourceFiles(join(root, folder)),
  );
  const known = new Set(files);
  const entries = packageEntries(root, known);
  return files.flatMap((file) =>
    readSpecifiers(readFileSync(file, 'utf8')).flatMap((specifier) => {
      const target = specifier.startsWith('.') ? join(dirname(file), specifier) : entries.get(specifier);
      return target !== undefined && known.has(target) ? [{ from: pathIn(root, file), to: pathIn(root, target) }] : [];
    }),
  );
}

interface Exports {
  readonly [entry: string]: string | { readonly '@agent-safe/source'?: string };
}

/** Returns the source file behind each entry of each package, by import specifier. */
function packageEntries(root: string, files: ReadonlySet<string>): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const folder of new Set([...files].map((file) => packageFolder(root, file)))) {
    const { exports = {}, name } = readManifest(join(root, folder));
    for (const [entry, target] of Object.entries(exports)) {
      const source = typeof target === 'string' ? undefined : target['@agent-safe/source'];
      if (name !== undefined && source !== undefined) entries.set(join(name, entry), join(root, folder, source));
    }
  }
  return entries;
}

function readManifest(folder: string): { readonly name?: string; readonly exports?: Exports } {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; exports?: Exports };
  } catch {
    return {};
  }
}

/** Returns the folder of the package of a file: `packages/pdp`, or `catalog`. */
function packageFolder(root: string, file: string): string {
  const parts = pathIn(root, file).split('/');
  return /^(?:apps|examples|packages)$/.test(parts[0] ?? '') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function pathIn(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}
