import { suggest } from '../diagnostics/closest-match.ts';
import { describeType, quote } from '../json/json.ts';

/** Thrown if a value does not match its shape. `path` names the place: `rules[3].match.actions`. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly kind: 'unknown' | 'missing' | 'invalid';
  readonly path: string;
  /** A sentence with the fix. It quotes no value. */
  readonly advice: string;

  constructor(kind: ShapeError['kind'], path: string, advice: string) {
    super(`${{ unknown: 'Unknown key', missing: 'Missing key', invalid: 'Invalid value' }[kind]}: ${path}. ${advice}`);
    this.kind = kind;
    this.path = path;
    this.advice = advice;
  }
}

/** The constraints of a value. */
export interface Shape<Value> {
  /** @throws ShapeError */
  readonly check: (value: unknown, path: string) => void;
  /** Returns a copy of a checked value with all defaults. */
  readonly fill: (value: unknown) => Value;
}

/** A key that may be left out. */
export interface Optional<Value> {
  readonly member: Shape<Value>;
  readonly isLeftOut: (value: unknown) => boolean;
}

/** A key with a default value. */
export interface Defaulted<Value> extends Optional<Value> {
  readonly standard: Value;
}

/** A shape for each required key of a type, and an {@link Optional} for each optional key. The compiler checks both. */
export type Members<Document> = {
  readonly [Key in keyof Required<Document>]: object extends Pick<Document, Key & keyof Document>
    ? Optional<Exclude<Document[Key & keyof Document], undefined>>
    : Shape<Document[Key & keyof Document]> | Defaulted<Document[Key & keyof Document]>;
};

/** A key of a document that may be absent. */
export function optional<Value>(member: Shape<Value>): Optional<Value> {
  return { member, isLeftOut: (value) => value === undefined };
}

/** A key of settings that may be left out. `null` counts as left out, as in YAML. */
export function setting<Value>(member: Shape<Value>): Optional<Value>;
export function setting<Value>(member: Shape<Value>, standard: Value): Defaulted<Value>;
export function setting<Value>(member: Shape<Value>, standard?: Value): Optional<Value> {
  const key: Optional<Value> = { member, isLeftOut: (value) => value === undefined || value === null };
  return standard === undefined ? key : Object.assign(key, { standard });
}

/** An object with these keys and no others. */
export function object<Document extends object>(members: Members<Document>): Shape<Document> {
  const keys = Object.entries<Shape<unknown> | Optional<unknown>>(members).map(([key, given]) =>
    'member' in given
      ? { key, standard: undefined, ...given }
      : { key, standard: undefined, member: given, isLeftOut: undefined },
  );
  const known = new Set(Object.keys(members));
  return {
    check(value, path) {
      const given = requireObject(value, path);
      for (const key of Object.keys(given)) {
        if (known.has(key)) continue;
        throw new ShapeError('unknown', pathTo(path, key), suggest(key, known));
      }
      for (const { isLeftOut, key, member } of keys) {
        const own = Object.hasOwn(given, key) ? given[key] : undefined;
        if (isLeftOut?.(own) === true) continue;
        if (own === undefined) throw new ShapeError('missing', join(path, key), 'Add it.');
        member.check(own, join(path, key));
      }
    },
    fill(value) {
      const given = value as Readonly<Record<string, unknown>>;
      const entries = keys.map((entry): [string, unknown] => {
        const own = Object.hasOwn(given, entry.key) ? given[entry.key] : undefined;
        const isLeftOut = entry.isLeftOut?.(own) === true;
        return [entry.key, isLeftOut ? entry.standard : entry.member.fill(own)];
      });
      return Object.fromEntries(entries.filter(([, own]) => own !== undefined)) as Document;
    },
  };
}

/** An object with keys of any name. */
export function record<Value>(member: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return {
    check(value, path) {
      for (const [key, own] of Object.entries(requireObject(value, path))) member.check(own, pathTo(path, key));
    },
    fill: (value) =>
      Object.fromEntries(Object.entries(value as object).map(([key, own]): [string, Value] => [key, member.fill(own)])),
  };
}

export function list<Value>(item: Shape<Value>, least = 0): Shape<readonly Value[]> {
  return {
    check(value, path) {
      if (!Array.isArray(value)) return fail(path, `must be an array, but it is ${describeType(value)}`);
      if (value.length < least) fail(path, 'must not be empty');
      for (const [index, entry] of value.entries()) item.check(entry, `${path}[${index}]`);
    },
    fill: (value) => (value as readonly unknown[]).map((entry) => item.fill(entry)),
  };
}

/** An object whose shape depends on the value of one key. */
export function variants<Document extends object, Key extends string & keyof Document>(
  key: Key,
  shapes: {
    readonly [Kind in string & Document[Key]]: Shape<Extract<Document, { readonly [Each in Key]: Kind }>>;
  },
): Shape<Document> {
  const kinds = oneOf(...Object.keys(shapes));
  return choose<Document>(
    (value) => shapes[(value as Document)[key] as keyof typeof shapes],
    (value, path) => kinds.check(requireObject(value, path)[key], join(path, key)),
  );
}

/** One of several shapes, selected by the value. */
export function choose<Value>(
  pick: (value: unknown) => Shape<Value>,
  checkFirst?: (value: unknown, path: string) => void,
): Shape<Value> {
  return {
    check(value, path) {
      checkFirst?.(value, path);
      pick(value).check(value, path);
    },
    fill: (value) => pick(value).fill(value),
  };
}

/** Adds a rule to a shape. The rule sees the value with all defaults. */
export function refine<Value>(shape: Shape<Value>, rule: (value: Value, path: string) => void): Shape<Value> {
  return {
    check(value, path) {
      shape.check(value, path);
      rule(shape.fill(value), path);
    },
    fill: shape.fill,
  };
}

/** Reads a value of another shape and computes the result from it. */
export function derive<Value, Derived>(shape: Shape<Value>, from: (value: Value) => Derived): Shape<Derived> {
  return { check: shape.check, fill: (value) => from(shape.fill(value)) };
}

/** A value that is used without a copy. */
export function leaf<Value>(check: Shape<Value>['check']): Shape<Value> {
  return { check, fill: (value) => value as Value };
}

export function oneOf<Value>(...values: readonly Value[]): Shape<Value> {
  const choices = values.map((entry) => JSON.stringify(entry)).join(', ');
  return leaf((value, path) => {
    if (!values.includes(value as Value)) fail(path, `must be one of ${choices}`);
  });
}

/** @param problem the problem, as the rest of a sentence that begins with "It" */
export function fail(path: string, problem: string): never {
  throw new ShapeError('invalid', path, `It ${problem}.`);
}

/** The error names the type of a wrong value and never the value, which may be a secret. */
export function need(holds: boolean, path: string, expected: string, value: unknown): void {
  if (!holds) fail(path, `must be ${expected}, but it is ${value === '' ? 'empty' : describeType(value)}`);
}

function requireObject(value: unknown, path: string): Readonly<Record<string, unknown>> {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), path, 'an object', value);
  return value as Readonly<Record<string, unknown>>;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

const PLAIN_KEY = /^[\w-]{1,80}$/;

/** Returns the path to a key of the input. Keys other than plain words are quoted and shortened. */
export function pathTo(path: string, key: string): string {
  return join(path, PLAIN_KEY.test(key) ? key : quote(key));
}
