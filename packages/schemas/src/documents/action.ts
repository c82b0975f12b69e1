import { type Action, PARAMETER_TYPES, RISK_CLASSES, SENSITIVITIES } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, pattern, scalar, text, withDefault } from '../zod/schema-helpers.ts';
import { refineAction, refineParameter, refineRules } from './action-rules.ts';

const json = z.json();
const count = z.int().min(0);

const constraints = mapping({
  min_value: optional(z.number()).describe('Lowest allowed number.'),
  max_value: optional(z.number()).describe('Highest allowed number.'),
  min_length: optional(count).describe('Lowest number of characters, or of items of an array.'),
  max_length: optional(count).describe('Highest number of characters, or of items of an array.'),
  pattern: optional(pattern).describe('Regular expression that must match the whole value. It runs in linear time.'),
  enum: optional(z.array(scalar).min(1)).describe('The allowed values.'),
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
  name: parameterName.describe('Name of the parameter: letters, digits, "_", "." and "-".'),
  type: z.enum(PARAMETER_TYPES).describe('Type of the value.'),
  required: withDefault(z.boolean(), true).describe('Whether a request must give the parameter. Default: true.'),
  default: optional(json).describe('Value that is used if the request gives none.'),
  description: withDefault(z.string(), '').describe('Meaning of the parameter, for information. Default: empty.'),
  constraints: optional(constraints).describe('Limits of the value beyond its type.'),
  items: optional(
    mapping({
      type: z.enum(['string', 'integer', 'number', 'boolean']).describe('Type of each item.'),
      constraints: optional(constraints).describe('Limits of each item beyond its type.'),
    }),
  ).describe('Type and limits of each item. Only for the type "array".'),
  locates: withDefault(z.boolean(), false).describe(
    'Whether the parameter says which thing the action changes. Targets bind such parameters. Default: false.',
  ),
  sensitive: optional(z.boolean()).describe(
    'Whether the value is secret: it is masked in decisions and in the audit log. Default: true for a name such as db_password that does not locate, and false for any other name.',
  ),
}).superRefine(refineParameter);

const precheck = z.union([
  name.transform((given) => ({ name: given, description: '' })),
  mapping({
    name: name.describe('Name of the check, as the executor knows it.'),
    description: withDefault(z.string(), '').describe('Purpose of the check, for information. Default: empty.'),
    blocking: optional(z.boolean()).describe(
      'Whether the check must pass before the action runs. If it is missing, the runner decides by the name, as 0.11 did.',
    ),
  }),
]);

const stateField = mapping({
  name: parameterName.describe('Name of the field in the captured state.'),
  type: withDefault(name, 'any').describe('Type of the value, for information. Default: any.'),
  description: withDefault(z.string(), '').describe('Meaning of the field, for information. Default: empty.'),
  required: withDefault(z.boolean(), false).describe(
    'Whether every state should have the field, for information. Default: false.',
  ),
  sensitive: optional(z.boolean()).describe(
    'Whether the value is secret: it is masked in the audit log. Default: true for a name such as db_password, and false for any other name.',
  ),
});

const names = z.array(text);
const ttl = withDefault(z.int().min(1), 300).describe('Lifetime of the credentials, in seconds. Default: 300.');
const FIELDS = 'Permissions of the credentials. Values may be templates, such as {{ params.namespace }}.';

const some = names.min(1);
const kubernetesRule = mapping({
  verbs: some.describe('Verbs of the Kubernetes API, such as get and patch.'),
  resources: some.describe('Resources and subresources, such as deployments and pods/eviction.'),
  api_groups: z.array(z.string()).min(1).describe('API groups of the resources. The core group is "".'),
  namespaces: optional(some).describe('Namespaces in which the rule is valid. Without them: the whole cluster.'),
  resource_names: optional(some).describe('Names of the objects. Without them: all objects.'),
});

const kubernetesFields = mapping({
  rules: optional(z.array(kubernetesRule).min(1)).describe(
    'The exact permissions, like the rules of a Role. They replace the other fields, which grant each verb on each resource.',
  ),
  verbs: optional(names).describe('Verbs of the Kubernetes API, such as get and patch.'),
  resources: optional(names).describe('Kinds of resources, such as deployments.'),
  namespaces: optional(names).describe('Namespaces in which the credentials are valid.'),
  api_groups: optional(z.array(z.string())).describe('API groups of the resources. The core group is "".'),
  resource_names: optional(names).describe('Names of the objects that may be changed. Without them: all objects.'),
}).superRefine(refineRules);
const kubernetesCredentials = mapping({
  type: z.literal('kubernetes').describe('Type of the credentials.'),
  fields: withDefault(kubernetesFields, kubernetesFields.parse({})).describe(FIELDS),
  ttl,
});

/** Values of each condition key, such as aws:RequestedRegion. */
const conditionKeys = z.record(text, z.union([text, some]));
const awsRule = mapping({
  actions: some.describe('IAM actions, such as ec2:StopInstances.'),
  resources: optional(some).describe(
    'ARNs of the resources. Omit them only for actions that IAM cannot limit to resources, such as ec2:DescribeInstances.',
  ),
  conditions: optional(
    mapping({
      ArnEquals: optional(conditionKeys).describe('Keys whose ARN must be one of the values.'),
      Bool: optional(conditionKeys).describe('Keys that must be "true" or "false".'),
      NumericLessThanEquals: optional(conditionKeys).describe('Keys whose number must not exceed the value.'),
      StringEquals: optional(conditionKeys).describe('Keys whose text must be one of the values.'),
    }),
  ).describe('Conditions of IAM, by operator. All of them must hold.'),
});

const awsFields = mapping({
  rules: optional(z.array(awsRule).min(1)).describe(
    'The exact permissions, like the statements of an IAM policy. They replace the other fields, which grant each action on each resource.',
  ),
  actions: optional(names).describe('IAM actions, such as ec2:StopInstances.'),
  resources: optional(names).describe('ARNs of the resources.'),
}).superRefine(refineRules);
const awsCredentials = mapping({
  type: z.literal('aws').describe('Type of the credentials.'),
  fields: withDefault(awsFields, awsFields.parse({})).describe(FIELDS),
  ttl,
});

const otherCredentials = mapping({
  type: name
    .refine((type) => type !== 'kubernetes' && type !== 'aws', {
      // Without it, the other alternatives of the union would not be described.
      abort: true,
      message: 'has fields of its own',
    })
    .describe('Type of the credentials.'),
  fields: withDefault(z.record(z.string(), json), {}).describe(FIELDS),
  ttl,
});

const credentials = z.union([kubernetesCredentials, awsCredentials, otherCredentials]);

/** The schema of an action file. */
export const actionSchema = mapping({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'must be letters, digits, "_" and "-", and begin with a letter')
    .describe(
      'Name of the action: letters, digits, "_" and "-". Requests and rules use it. Upper and lower case differ.',
    ),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'must be three numbers such as "1.0.0"')
    .describe('Version of this definition: three numbers, such as 1.0.0.'),
  description: text.describe('Effect of the action, as text.'),
  parameters: withDefault(z.array(parameter), []).describe(
    'Parameters of the action. Others are refused. Default: none.',
  ),
  risk_class: z.enum(RISK_CLASSES).describe('Harm that the action can do on any target.'),
  target_types: z
    .array(name)
    .describe(
      'Types of the targets that the action works on. An empty list declares an action without a target, such as sending an e-mail.',
    ),
  sensitivity: optional(z.enum(SENSITIVITIES)).describe(
    'Sensitivity of an action without a target. With the risk class, it gives the effective risk. Only for "target_types: []". Default: internal.',
  ),
  prechecks: withDefault(z.array(precheck), []).describe(
    'Checks that the runner makes before it executes. Default: none.',
  ),
  reversible: withDefault(z.boolean(), false).describe(
    'Whether a rollback restores everything. A rollback of other actions is partial. Default: false.',
  ),
  rollback_action: withDefault(name.nullable(), null).describe('Action that rolls this action back. Default: none.'),
  rollback_params: withDefault(
    z.record(
      z.string(),
      mapping({
        source: text.describe('Where the value comes from: params.NAME, before_state.NAME or after_state.NAME.'),
      }),
    ),
    {},
  ).describe('Parameters of the rollback action, and the source of each value. Default: none.'),
  required_privileges: withDefault(z.array(text), []).describe(
    'Privileges that an executor needs, for information. Nothing enforces them. Default: none.',
  ),
  tags: withDefault(z.array(name), []).describe('Labels for filters, such as kubernetes. Default: none.'),
  credentials: withDefault(credentials.nullable(), null).describe(
    'Credentials that each execution gets from the vault. Default: none.',
  ),
  state_fields: withDefault(z.array(stateField), []).describe(
    'Fields that are captured before and after an execution. Default: none.',
  ),
}).superRefine((action, context) => refineAction(action as Action, context));
