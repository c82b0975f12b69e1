import { type Action, PARAMETER_TYPES, RISK_CLASSES } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, pattern, scalar, text, withDefault } from '../zod/schema-helpers.ts';
import { refineAction, refineParameter } from './action-rules.ts';

const json = z.json();
const count = z.int().min(0);

const constraints = mapping({
  min_value: optional(z.number()).describe('The least number that is allowed.'),
  max_value: optional(z.number()).describe('The greatest number that is allowed.'),
  min_length: optional(count).describe('The fewest characters, or items of an array.'),
  max_length: optional(count).describe('The most characters, or items of an array.'),
  pattern: optional(pattern).describe('A regular expression that must match the whole value.'),
  enum: optional(z.array(scalar).min(1)).describe('The values that are allowed.'),
});

const parameterName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/,
    'must be letters, digits, "_", "." and "-", and begin with a letter or "_"',
  )
  .refine(
    (given) => !(given in Object.prototype) && given !== 'prototype',
    'must not be a name that JavaScript reserves',
  );

const parameter = mapping({
  name: parameterName,
  type: z.enum(PARAMETER_TYPES),
  required: withDefault(z.boolean(), true),
  default: optional(json).describe('Used where the parameter is left out.'),
  description: withDefault(z.string(), ''),
  constraints: optional(constraints),
  items: optional(
    mapping({ type: z.enum(['string', 'integer', 'number', 'boolean']), constraints: optional(constraints) }),
  ).describe('For type array: what each item must be.'),
  locates: withDefault(z.boolean(), false).describe('It says which thing is touched, so a target must bind it.'),
  sensitive: withDefault(z.boolean(), false).describe('Its value is never stored or shown in clear.'),
}).superRefine(refineParameter);

const precheck = z.union([
  name.transform((given) => ({ name: given, description: '' })),
  mapping({
    name,
    description: withDefault(z.string(), ''),
    blocking: optional(z.boolean()).describe(
      'Whether the action runs only where the check has passed. Left out: the runner decides by the name, as 0.11 did.',
    ),
  }),
]);

const stateField = mapping({
  name: parameterName,
  type: withDefault(name, 'any'),
  description: withDefault(z.string(), ''),
  required: withDefault(z.boolean(), false),
  sensitive: withDefault(z.boolean(), false),
});

const names = z.array(text);
const ttl = withDefault(z.int().min(1), 300).describe('How long the credentials live, in seconds.');

const kubernetesFields = mapping({
  verbs: optional(names),
  resources: optional(names),
  namespaces: optional(names),
  api_groups: optional(z.array(z.string())),
  resource_names: optional(names),
});
const kubernetesCredentials = mapping({
  type: z.literal('kubernetes'),
  fields: withDefault(kubernetesFields, kubernetesFields.parse({})),
  ttl,
});

const awsFields = mapping({ actions: optional(names), resources: optional(names) });
const awsCredentials = mapping({ type: z.literal('aws'), fields: withDefault(awsFields, awsFields.parse({})), ttl });

const otherCredentials = mapping({
  type: name.refine((type) => type !== 'kubernetes' && type !== 'aws', 'has fields of its own'),
  fields: withDefault(z.record(z.string(), json), {}),
  ttl,
});

const credentials = z.union([kubernetesCredentials, awsCredentials, otherCredentials]);

/** One action, as a file of the registry holds it. */
export const actionSchema = mapping({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and "-", and begin with a letter'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be three numbers such as "1.0.0"'),
  description: text,
  parameters: withDefault(z.array(parameter), []),
  risk_class: z.enum(RISK_CLASSES).describe('How much harm the action can do, whatever its target.'),
  target_types: z.array(name).min(1).describe('The types of target that the action is made for.'),
  prechecks: withDefault(z.array(precheck), []).describe('What a runner looks at before it acts.'),
  reversible: withDefault(z.boolean(), false),
  rollback_action: withDefault(name.nullable(), null).describe('The action that takes this one back.'),
  rollback_params: withDefault(z.record(z.string(), mapping({ source: text })), {}).describe(
    "The rollback action's parameters: each from params.x, before_state.x or after_state.x.",
  ),
  required_privileges: withDefault(z.array(text), []),
  tags: withDefault(z.array(name), []),
  credentials: withDefault(credentials.nullable(), null).describe('The credentials that one execution gets.'),
  state_fields: withDefault(z.array(stateField), []).describe('What is captured before and after.'),
}).superRefine((action, context) => refineAction(action as Action, context));
