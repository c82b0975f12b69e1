import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Program, parseSync, type StaticExportEntry } from 'oxc-parser';
import { compare } from './entries.ts';

export interface Declaration {
  readonly file: string;
  readonly name: string;
}

/** One exported name of a module, and its declaration. */
export interface ExportedName {
  readonly name: string;
  readonly isType: boolean;
  /** The declaring file and the name there; undefined for a package outside the workspace. */
  readonly declaration: Declaration | undefined;
}

type TypeDeclaration = Extract<
  Program['body'][number],
  { readonly type: 'TSInterfaceDeclaration' | 'TSTypeAliasDeclaration' }
>;

interface ParsedModule {
  readonly entries: readonly StaticExportEntry[];
  readonly imports: ReadonlyMap<string, { readonly from: string; readonly name: string | undefined }>;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
}

/** Reads the exports of modules from their source. Follows `export … from`, `export *` and imports that are exported again. */
export class ExportReader {
  readonly #modules: ReadonlyMap<string, string>;
  readonly #parsed = new Map<string, ParsedModule>();

  /** @param modules source file behind each import specifier of the workspace */
  constructor(modules: ReadonlyMap<string, string>) {
    this.#modules = modules;
  }

  /** Returns the exports of a file, sorted by name. A star never exports `default`, and a module's own name hides that of a star. */
  exportsOf(file: string): readonly ExportedName[] {
    const found = this.#collect(file, new Set());
    return [...found.values()].toSorted((one, other) => compare(one.name, other.name));
  }

  /** Returns the interface or type alias that a file declares under a name. */
  typeDeclaration(file: string, name: string): TypeDeclaration | undefined {
    return this.#parse(file).types.get(name);
  }

  /** Returns the declaration of a type that a file uses under a name; undefined outside the workspace. */
  findType(file: string, name: string): Declaration | undefined {
    const { imports, types } = this.#parse(file);
    if (types.has(name)) return { file, name };
    const imported = imports.get(name);
    return imported && this.#find(this.#resolve(file, imported.from), imported.name ?? null)?.declaration;
  }

  #parse(file: string): ParsedModule {
    const known = this.#parsed.get(file);
    if (known !== undefined) return known;
    const { errors, module, program } = parseSync(file, readFileSync(file, 'utf8'));
    if (errors[0] !== undefined) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
    const imports = new Map(
      module.staticImports.flatMap(({ entries, moduleRequest }) =>
        entries.map(({ importName, localName }) => {
          const name = importName.kind === 'Name' ? (importName.name ?? undefined) : undefined;
          return [localName.value, { from: moduleRequest.value, name }] as const;
        }),
      ),
    );
    const parsed = {
      program,
      entries: module.staticExports.flatMap(({ entries }) => entries),
      imports,
      types: typeDeclarations(program),
    };
    this.#parsed.set(file, parsed);
    return parsed;
  }

  /** Returns the source file of a workspace module; undefined for any other module. */
  #resolve(from: string, specifier: string): string | undefined {
    return specifier.startsWith('.') ? join(dirname(from), specifier) : this.#modules.get(specifier);
  }

  #collect(file: string, visited: ReadonlySet<string>): ReadonlyMap<string, ExportedName> {
    if (visited.has(file)) return new Map();
    const own = new Map<string, ExportedName>();
    const starred = new Map<string, ExportedName>();
    for (const entry of this.#parse(file).entries) {
      const { exportName, isType, moduleRequest } = entry;
      if (exportName.kind !== 'None') {
        const found = this.#read(file, entry);
        own.set(found.name, found);
        continue;
      }
      const target = this.#resolve(file, moduleRequest?.value ?? '');
      if (target === undefined)
        throw new Error(
          `${file}: "export *" of ${moduleRequest?.value} cannot be read. Export the names individually.`,
        );
      for (const [name, found] of this.#collect(target, new Set([...visited, file])))
        if (name !== 'default') starred.set(name, { ...found, isType: found.isType || isType });
    }
    return new Map([...starred, ...own]);
  }

  #read(file: string, entry: StaticExportEntry): ExportedName {
    const { exportName, importName, isType, localName, moduleRequest } = entry;
    const name = exportName.name ?? 'default';
    if (moduleRequest !== null) {
      const original =
        importName.kind === 'Name' ? this.#find(this.#resolve(file, moduleRequest.value), importName.name) : undefined;
      return { name, isType: isType || original?.isType === true, declaration: original?.declaration };
    }
    const local = localName.name ?? name;
    const { imports, types } = this.#parse(file);
    const imported = imports.get(local);
    if (imported !== undefined) {
      const original = this.#find(this.#resolve(file, imported.from), imported.name ?? null);
      return { name, isType: isType || original?.isType === true, declaration: original?.declaration };
    }
    return { name, isType: isType || types.has(local), declaration: { file, name: local } };
  }

  #find(file: string | undefined, name: string | null): ExportedName | undefined {
    if (file === undefined || name === null) return undefined;
    const found = this.#collect(file, new Set()).get(name);
    if (found === undefined) throw new Error(`${file} does not export ${name}.`);
    return found;
  }
}

/** Returns the interfaces and type aliases of a module. */
function typeDeclarations({ body }: Program): ReadonlyMap<string, TypeDeclaration> {
  const found = new Map<string, TypeDeclaration>();
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'TSInterfaceDeclaration' || declaration?.type === 'TSTypeAliasDeclaration')
      found.set(declaration.id.name, declaration);
  }
  return found;
}
