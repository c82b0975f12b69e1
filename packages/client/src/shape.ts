/** Checks one value of an answer. */
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === 'string';
export const flag: Shape = (value) => typeof value === 'boolean';
export const number: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
export const any: Shape = () => true;
export const record: Shape = isRecord;
export const time: Shape = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

export function nullable(shape: Shape): Shape {
  return (value) => value === null || shape(value);
}

export function optional(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

export function list(shape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every((item) => shape(item));
}

export function oneOf(values: readonly unknown[]): Shape {
  return (value) => values.includes(value);
}

/** Members that it does not name are not checked: a newer server may send more of them. */
export function object(members: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(members);
  return (value) =>
    isRecord(value) && entries.every(([name, shape]) => shape(Object.hasOwn(value, name) ? value[name] : undefined));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
