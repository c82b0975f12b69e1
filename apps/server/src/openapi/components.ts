import * as z from 'zod';

type Json = Readonly<Record<string, unknown>>;

/** Schemas of zod as JSON Schema. Schemas with an id, and those that contain themselves, are shared by the whole document. */
export class Components {
  readonly shared: Record<string, unknown> = {};

  describe(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $defs,
      $schema: _,
      ...rest
    } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        // The id names the shared schema.
        delete jsonSchema.id;
        delete jsonSchema.$id;
      },
    });
    const names = new Map(Object.entries($defs ?? {}).map(([key, value]) => [key, this.#name(key, value)]));
    for (const [key, value] of Object.entries($defs ?? {})) this.shared[names.get(key) ?? key] = rename(value, names);
    return rename(rest, names) as Json;
  }

  /** Two schemas have the same name only if they are the same. */
  #name(key: string, value: unknown): string {
    const base = key.startsWith('__') ? 'Json' : key;
    const text = JSON.stringify(value).replaceAll(`#/$defs/${key}"`, '#"');
    for (let number = 1; ; number++) {
      const name = number === 1 ? base : `${base}${number}`;
      const known = this.#texts.get(name);
      if (known !== undefined && known !== text) continue;
      this.#texts.set(name, text);
      return name;
    }
  }

  readonly #texts = new Map<string, string>();
}

/** Points references at the shared schemas. */
function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => rename(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key !== '$ref' || typeof member !== 'string') return [key, rename(member, names)];
      const name = member.replace(/^#\/\$defs\//, '');
      return [key, `#/components/schemas/${names.get(name) ?? name}`];
    }),
  );
}
