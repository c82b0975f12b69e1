import { parseSync } from 'oxc-parser';

interface AnyNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Returns the names that a program uses but does not declare. */
export function freeNames(code: string): ReadonlySet<string> {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (value: unknown, names: Set<string>): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, names);
    if (!isNode(value)) return;
    if (value.type === 'Identifier' && typeof value.name === 'string') names.add(value.name);
    for (const [field, child] of Object.entries(value)) {
      if (isMereName(value, field)) continue;
      visit(child, isBinding(value, field) ? declared : isUse(value, field) ? used : names);
    }
  };
  visit(parseSync('example.ts', code).program, used);
  return new Set([...used].filter((name) => !declared.has(name)));
}

/** Whether a field holds a member name instead of a variable. */
function isMereName(node: AnyNode, field: string): boolean {
  if (node.computed === true) return false;
  return field === 'key' || (node.type === 'MemberExpression' && field === 'property') || field === 'imported';
}

function isBinding({ type }: AnyNode, field: string): boolean {
  if (field === 'id' || field === 'local' || (field === 'params' && type.includes('Function'))) return true;
  return type === 'CatchClause' && field === 'param';
}

/** Whether a field holds the type or default value of a binding. */
function isUse({ type }: AnyNode, field: string): boolean {
  return field === 'typeAnnotation' || (type === 'AssignmentPattern' && field === 'right');
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
