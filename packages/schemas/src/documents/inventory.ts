import { ENVIRONMENTS, SENSITIVITIES } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, scalar, withDefault } from '../zod/schema-helpers.ts';

const binding = z.union([scalar, z.array(scalar).min(1)]);

const scope = mapping({
  cluster: optional(name).describe('The name of a Kubernetes cluster.'),
  account: optional(z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, in quotes')),
  region: optional(name).describe('An AWS region.'),
}).superRefine((given, context) => {
  if (
    (given.cluster === undefined) !== (given.account === undefined) &&
    (given.region === undefined || given.account !== undefined)
  )
    return;
  const message = 'A scope is either a cluster or an AWS account and region.';
  report(context, {
    code: 'scope_invalid',
    message,
    fix: 'Write {cluster: name} or {account: "123456789012", region: eu-west-1}.',
  });
});

/** One target. */
export const targetSchema = mapping({
  id: name,
  type: name,
  environment: z.enum(ENVIRONMENTS),
  sensitivity: z.enum(SENSITIVITIES),
  owner: withDefault(z.string(), ''),
  labels: withDefault(z.record(z.string(), z.string()), {}),
  bindings: withDefault(z.record(z.string(), binding), {}).describe(
    'The locating parameters that belong to this target: exact, a glob, or a list.',
  ),
  scope: optional(scope).describe('Where the target lives.'),
}).superRefine((target, context) => {
  const bound = target.bindings.region;
  const region = target.scope?.region;
  if (region === undefined || bound === undefined || bound === region) return;
  const message = `The binding says region ${JSON.stringify(bound)}, the scope says "${region}".`;
  report(context, { code: 'region_disagrees', message, fix: 'Make them the same.', path: ['bindings', 'region'] });
});

/** A file of targets. */
export const inventoryFileSchema = mapping({ targets: z.array(targetSchema) });
