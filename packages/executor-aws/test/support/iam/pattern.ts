import { type RequestContext, readKey } from './policy.ts';

/** A part of a pattern: text that must be equal, or a wildcard. */
type Part = { readonly text: string } | { readonly wildcard: string };

export type Pattern = readonly Part[];

/** Replaces the variables of a policy. Undefined if a variable has no single value: such a pattern matches nothing. */
export function resolveVariables(pattern: string, context: RequestContext): Pattern | undefined {
  const parts: Part[] = [];
  let rest = pattern;
  while (rest !== '') {
    const [found, expression = ''] = /^\$\{([^}]*)\}/.exec(rest) ?? [];
    if (found !== undefined) {
      const value = resolve(expression, context);
      if (value === undefined) return undefined;
      parts.push({ text: value });
      rest = rest.slice(found.length);
    } else {
      const first = rest.charAt(0);
      parts.push(first === '*' || first === '?' ? { wildcard: first } : { text: first });
      rest = rest.slice(1);
    }
  }
  return parts;
}

/** Resolves `aws:username`, `aws:PrincipalTag/team, 'none'` with a default, or one of the literals `*`, `?` and `$`. */
function resolve(expression: string, context: RequestContext): string | undefined {
  if (['*', '?', '$'].includes(expression)) return expression;
  const [, key = '', fallback] = /^([^,]*?)(?:\s*,\s*'([^']*)')?$/.exec(expression.trim()) ?? [];
  const values = readKey(context, key);
  return values?.length === 1 ? values[0] : values === undefined ? fallback : undefined;
}

/** Splits a pattern without variables into its parts. */
export function asLiteral(pattern: string): Pattern {
  return Array.from(pattern, (char) => (char === '*' || char === '?' ? { wildcard: char } : { text: char }));
}

/** Makes a pattern whose wildcards are ordinary characters. */
export function asText(parts: Pattern): string {
  return parts.map((part) => ('text' in part ? part.text : part.wildcard)).join('');
}

/** Whether a pattern matches a whole value. `*` matches any characters, `?` exactly one. */
export function matches(parts: Pattern, value: string, { ignoreCase = false } = {}): boolean {
  const escaped = parts.map((part) => {
    if ('text' in part) return part.text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    return part.wildcard === '*' ? '[^]*' : '[^]';
  });
  return new RegExp(`^${escaped.join('')}$`, ignoreCase ? 'iu' : 'u').test(value);
}

/** Whether the pattern of an ARN matches. Each of the six parts is compared by itself, so `*` does not match a colon before the last. */
export function matchesArn(pattern: string, value: string): boolean {
  const [wanted, given] = [splitArn(pattern), splitArn(value)];
  if (wanted.length !== 6 || given.length !== 6) return false;
  return wanted.every((part, index) => matches(asLiteral(part), given[index] ?? ''));
}

function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
