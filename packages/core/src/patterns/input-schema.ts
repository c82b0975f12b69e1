import type { JsonScalar, JsonValue } from '../json/json.ts';
import type { Action, ActionParameter, ParameterConstraints } from '../model/action.ts';
import type { ParameterType } from '../model/vocabulary.ts';
import { printPattern } from './print-pattern.ts';

/** The schema of one value. An empty schema accepts any value. */
export type ValueSchema = {
  type?: ParameterType;
  description?: string;
  default?: JsonValue;
  enum?: JsonScalar[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  items?: ValueSchema;
  /** The value is secret. */
  writeOnly?: true;
  /** No value is valid. */
  not?: Record<string, never>;
};

/** A JSON Schema of the parameters of an action, in the form that tool definitions of MCP and of LLM APIs need. */
export type InputSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema';
  type: 'object';
  properties: { [parameter: string]: ValueSchema };
  /** Absent if no parameter is required. */
  required?: string[];
  additionalProperties: false;
};

/**
 * Returns the JSON Schema (2020-12) of the parameters of an action. It accepts what a check of the parameters accepts. It does not
 * express these limits of a check: the size of all parameters, texts with half of a surrogate pair, and within a list of any items the
 * depth, unsafe integers and the key `__proto__`.
 *
 * @throws PatternError if the action has an invalid pattern. Actions from the registry have none
 */
export function inputSchema({ parameters }: Pick<Action, 'parameters'>): InputSchema {
  const required = parameters.filter((parameter) => parameter.required && parameter.default === undefined);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameterSchema(parameter)])),
    ...(required.length === 0 ? {} : { required: required.map(({ name }) => name) }),
    additionalProperties: false,
  };
}

function parameterSchema(parameter: ActionParameter): ValueSchema {
  const { default: fallback, description, sensitive } = parameter;
  return {
    ...(description === '' ? {} : { description }),
    ...valueSchema(parameter),
    // The reader of a schema is an agent. It must not learn a secret from a default.
    ...(fallback === undefined || sensitive ? {} : { default: structuredClone<JsonValue>(fallback) }),
    ...(sensitive ? { writeOnly: true } : {}),
  };
}

function valueSchema({
  constraints = {},
  items,
  type,
}: Pick<ActionParameter, 'type' | 'constraints' | 'items'>): ValueSchema {
  return {
    type,
    ...sizes(type, constraints),
    ...(constraints.pattern === undefined ? {} : { pattern: printPattern(constraints.pattern) }),
    ...(constraints.enum === undefined ? {} : allowed(type, constraints.enum)),
    ...(type === 'array' ? { items: items === undefined ? {} : valueSchema(items) } : {}),
  };
}

function sizes(type: ParameterType, constraints: ParameterConstraints): ValueSchema {
  const { max_length: longest, max_value, min_length: shortest, min_value } = constraints;
  if (type === 'string') return present({ minLength: shortest, maxLength: longest });
  if (type === 'array') return present({ minItems: shortest, maxItems: longest });
  if (type === 'boolean') return {};
  // Larger numbers are integers that JSON does not represent exactly. A check refuses them.
  return {
    minimum: Math.max(min_value ?? Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
    maximum: Math.min(max_value ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  };
}

function present(schema: { readonly [key in keyof ValueSchema]: ValueSchema[key] | undefined }): ValueSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

/** Returns the allowed values of the type. Documents often write allowed numbers and booleans as strings. */
function allowed(type: ParameterType, entries: readonly JsonScalar[]): ValueSchema {
  const values = new Set(entries.flatMap((entry) => toType(type, entry)));
  return values.size === 0 ? { not: {} } : { enum: [...values] };
}

/** Returns the value of the type that an entry of `enum` allows, if there is one. */
function toType(type: ParameterType, entry: JsonScalar): readonly JsonScalar[] {
  if (type === 'string') return typeof entry === 'string' ? [entry] : [];
  if (type === 'boolean') {
    const text = typeof entry === 'string' ? entry.toLowerCase() : String(entry);
    return typeof entry === 'number' || (text !== 'true' && text !== 'false') ? [] : [text === 'true'];
  }
  const value = typeof entry === 'string' && entry.trim() !== '' ? Number(entry) : entry;
  return typeof value === 'number' && Number.isFinite(value) ? [value === 0 ? 0 : value] : [];
}
