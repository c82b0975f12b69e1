import type { Declaration, ExportReader } from './read-exports.ts';

/** The string values that a type allows, by the path of the member; `""` is the type itself. */
export type Literals = ReadonlyMap<string, readonly string[]>;

/** Generic types whose further arguments select members or remove values, and add none. */
const NARROWING = new Set(['Exclude', 'Omit', 'Pick']);

interface AnyNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * Collects the string literals of an interface or type alias, and of the types that it names. Leaves out types that are pinned
 * themselves.
 */
export function literalsOf(
  reader: ExportReader,
  declaration: Declaration,
  isPinned: (declaration: Declaration) => boolean,
): Literals {
  const found = new Map<string, string[]>();
  const open = new Set<unknown>();

  const visitDeclaration = (file: string, name: string, path: string): void => {
    const node = reader.typeDeclaration(file, name);
    if (node === undefined || open.has(node)) return;
    open.add(node);
    for (const field of ['extends', 'body', 'typeAnnotation']) visit(Reflect.get(node, field), file, path);
    open.delete(node);
  };

  const visitReference = (file: string, name: string, path: string): void => {
    const target = reader.findType(file, name);
    if (target !== undefined && !isPinned(target)) visitDeclaration(target.file, target.name, path);
  };

  const visit = (value: unknown, file: string, path: string): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, file, path);
    if (!isNode(value)) return;
    if (value.type === 'TSLiteralType') add(found, path, value.literal);
    else if (value.type === 'TSIndexedAccessType') visit(value.objectType, file, path);
    else visitMembers(value, file, path);
  };

  const visitMembers = (node: AnyNode, file: string, path: string): void => {
    const name = referenceOf(node);
    if (name !== '') visitReference(file, name, path);
    const member = /^TS(Property|Method)Signature$/.test(node.type) ? nameOf(node.key) : '';
    const inner = [path, member].filter((part) => part !== '').join('.');
    if (NARROWING.has(name)) visit(firstOf(node.typeArguments), file, inner);
    else for (const [field, child] of Object.entries(node)) if (field !== 'key') visit(child, file, inner);
  };

  visitDeclaration(declaration.file, declaration.name, '');
  return found;
}

function add(found: Map<string, string[]>, path: string, literal: unknown): void {
  const text = isNode(literal) ? literal.value : undefined;
  if (typeof text !== 'string') return;
  const texts = found.get(path) ?? [];
  if (!texts.includes(text)) texts.push(text);
  found.set(path, texts);
}

/** Returns the name of the type that a node refers to; empty for any other node. */
function referenceOf({ expression, type, typeName }: AnyNode): string {
  if (type === 'TSTypeReference') return nameOf(typeName);
  return type === 'TSInterfaceHeritage' ? nameOf(expression) : '';
}

function firstOf(typeArguments: unknown): unknown {
  return isNode(typeArguments) && Array.isArray(typeArguments.params) ? typeArguments.params[0] : undefined;
}

function nameOf(node: unknown): string {
  const name = isNode(node) ? (node.name ?? node.value) : undefined;
  return typeof name === 'string' ? name : '';
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
