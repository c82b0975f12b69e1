import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PublishedPackage, publishedPackages } from '../api/entries.ts';
import { type ExportedName, ExportReader } from '../api/read-exports.ts';
import { type DocExample, readExamples } from './extract.ts';
import { freeNames } from './free-names.ts';

/**
 * Compiles every `@example` as its own module. Exports of workspace packages are imported for it, those of its own package first. An
 * example must declare or import any other name: `declare const key: SigningKey;`.
 *
 * @returns the compile errors, each with file and line
 */
export function checkExamples(root: string, examples: readonly DocExample[] = readExamples(root)): readonly string[] {
  const packages = publishedPackages(root);
  const modules = packages.flatMap((each) => [...each.modules]);
  const reader = new ExportReader(new Map(modules));
  // In this folder, the packages that documentation may import can be resolved.
  const folder = mkdtempSync(join(root, 'docs/.examples-'));
  try {
    for (const [index, example] of examples.entries()) {
      const imports = importsFor(example, packages, reader);
      writeFileSync(join(folder, `${index}.ts`), `${imports} export {};\n${example.lines.join('\n')}\n`);
    }
    const tsconfig = {
      extends: '../../tsconfig.base.json',
      compilerOptions: { noEmit: true, paths: Object.fromEntries(modules.map(([name, file]) => [name, [file]])) },
      include: ['*.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    return compile(root, folder).map((line) => locate(line, examples));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns all imports on one line, so that the lines of the example follow each other. */
function importsFor(example: DocExample, packages: readonly PublishedPackage[], reader: ExportReader): string {
  const ownFirst = packages.toSorted((one, other) => rank(one, example) - rank(other, example));
  const offered = new Map<string, { readonly specifier: string; readonly exported: ExportedName }>();
  for (const [specifier, file] of ownFirst.flatMap(({ modules }) => [...modules]))
    for (const exported of reader.exportsOf(file))
      if (!offered.has(exported.name)) offered.set(exported.name, { specifier, exported });
  return [...freeNames(example.lines.join('\n'))]
    .map((name) => {
      const found = offered.get(name);
      if (found === undefined) return '';
      return `import { ${found.exported.isType ? 'type ' : ''}${name} } from '${found.specifier}';`;
    })
    .join(' ');
}

function rank({ name }: PublishedPackage, example: DocExample): number {
  return name === example.package ? 0 : 1;
}

function compile(root: string, folder: string): readonly string[] {
  const { error, status, stderr, stdout } = spawnSync(
    join(root, 'node_modules/.bin/tsc'),
    ['-p', folder, '--pretty', 'false'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (error !== undefined) throw error;
  if (status === 0) return [];
  // An indented line continues the error before it.
  const errors = `${stdout}${stderr}`.trim().split(/\n(?!\s)/);
  return errors.filter((line) => line !== '');
}

function locate(error: string, examples: readonly DocExample[]): string {
  const [, index, line, message] = /^(\d+)\.ts\((\d+),\d+\): error ([\s\S]*)$/.exec(error) ?? [];
  const example = examples[Number(index)];
  if (example === undefined) return error;
  return `${example.file}:${example.firstLine + Number(line) - 2}: the @example does not compile: ${message}`;
}
