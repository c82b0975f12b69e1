import { ENVIRONMENTS, type Environment, SENSITIVITIES, type Sensitivity } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, text, withDefault } from '../zod/schema-helpers.ts';

const names = z.array(text);

const assertedType = mapping({
  subject: withDefault(z.boolean(), false).describe(
    'Whether API keys may assert subjects of this type. They are the callers TYPE:ID. Default: false.',
  ),
  resource: withDefault(z.boolean(), false).describe(
    'Whether API keys may assert resources of this type. They are the targets TYPE:ID. Default: false.',
  ),
  roles: withDefault(names, ['role', 'roles']).describe(
    'Properties of a subject that hold its roles. Default: role and roles.',
  ),
  groups: withDefault(names, ['group', 'groups']).describe(
    'Properties of a subject that hold its groups. Default: group and groups.',
  ),
  labels: optional(names).describe(
    'Properties of a resource that become labels. Default: all. They must be text, numbers or booleans.',
  ),
  owner: withDefault(text, 'owner').describe('Property of a resource that holds its owner. Default: owner.'),
  environment: withDefault(z.enum(ENVIRONMENTS), 'prod').describe('Environment of the resources. Default: prod.'),
  sensitivity: withDefault(z.enum(SENSITIVITIES), 'internal').describe(
    'Sensitivity of the resources. Default: internal.',
  ),
}).superRefine(({ resource, subject }, context) => {
  if (resource || subject) return;
  const message = 'The type is neither a subject nor a resource.';
  report(context, { code: 'type_unused', message, fix: 'Write "subject: true" or "resource: true".' });
});

/** No type of the infrastructure that executors reach, and no prefix of another kind of caller. */
const typeName = name.regex(
  /^(?!(?:k8s|aws)-)(?!(?:agent|pep|none)$)[a-z][a-z0-9_-]*$/i,
  'must be letters, digits, "_" and "-", and not agent, pep, none, k8s-… or aws-…',
);

/** The schema of `authzen`. */
export const authzenSchema = mapping({
  types: withDefault(z.record(typeName, assertedType), {}).describe(
    'Types of subjects and resources that API keys may assert, with their properties. Default: none.',
  ),
});

/** How properties of a subject or resource become parts of a caller or target. */
export interface AssertedType {
  readonly subject: boolean;
  readonly resource: boolean;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Undefined: all properties. */
  readonly labels?: readonly string[];
  readonly owner: string;
  readonly environment: Environment;
  readonly sensitivity: Sensitivity;
}

/** Settings of the AuthZEN API. */
export interface AuthzenSettings {
  readonly types: Readonly<Record<string, AssertedType>>;
}
