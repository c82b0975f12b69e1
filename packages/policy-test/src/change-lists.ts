/** A value with one change. */
export interface Changed<Value> {
  readonly what: string;
  readonly value: Value;
}

/** Returns a list without each of its values, and with each further value of `all`. */
export function lists<Value extends string | number | boolean | null>(
  name: string,
  list: readonly Value[] | undefined,
  all: readonly Value[],
): readonly Changed<readonly Value[]>[] {
  if (list === undefined) return [];
  const fewer = list.map((value) => ({
    what: `${name} without ${JSON.stringify(value)}`,
    value: list.filter((other) => other !== value),
  }));
  const more = all
    .filter((value) => !list.includes(value))
    .map((value) => ({ what: `${name} with ${JSON.stringify(value)}`, value: [...list, value] }));
  return [...fewer, ...more];
}

/** Returns a selector without each of its keys. An empty selector still requires a target or caller. */
export function dropEach<Selector extends object>(name: string, selector: Selector): readonly Changed<Selector>[] {
  return (Object.keys(selector) as (keyof Selector & string)[]).map((key) => ({
    what: `without ${name}.${key}`,
    value: without(selector, key),
  }));
}

export function without<Document extends object>(document: Document, key: string): Document {
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key)) as Document;
}

export function put<Value, Document>(
  changes: readonly Changed<Value>[],
  into: (value: Value) => Document,
): readonly Changed<Document>[] {
  return changes.map(({ value, what }) => ({ what, value: into(value) }));
}
