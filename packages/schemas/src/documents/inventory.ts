import { ENVIRONMENTS, SENSITIVITIES } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, scalar, withDefault } from '../zod/schema-helpers.ts';

const binding = z.union([scalar, z.array(scalar).min(1)]);

const scope = mapping({
  cluster: optional(name).describe('Name of a Kubernetes cluster, as in "runner.clusters" of agent-safe.yaml.'),
  account: optional(z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, in quotes')).describe(
    'AWS account: 12 digits, in quotes.',
  ),
  region: optional(name).describe('AWS region, such as eu-west-1.'),
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

/** The schema of one target. */
export const targetSchema = mapping({
  id: name.describe('Unique id of the target, such as prod/api-server. Requests use it.'),
  type: name.describe('Type of the target, such as k8s-deployment. Actions list the types that they work on.'),
  environment: z.enum(ENVIRONMENTS).describe('Environment of the target.'),
  sensitivity: z.enum(SENSITIVITIES).describe('Sensitivity of the target. It raises or lowers the effective risk.'),
  owner: withDefault(z.string(), '').describe('Owner of the target, for information. Default: empty.'),
  labels: withDefault(z.record(z.string(), z.string()), {}).describe('Labels that rules can match. Default: none.'),
  bindings: withDefault(z.record(z.string(), binding), {}).describe(
    'Values that locating parameters must have for this target: exact values, globs (* within a part, ** across parts), or lists. Default: none.',
  ),
  scope: optional(scope).describe(
    'Location of the target: a cluster, or an AWS account and region. Strict mode requires it.',
  ),
}).superRefine((target, context) => {
  const bound = target.bindings.region;
  const region = target.scope?.region;
  if (region === undefined || bound === undefined || bound === region) return;
  const message = `The binding has the region ${JSON.stringify(bound)}, but the scope has "${region}".`;
  report(context, {
    code: 'region_disagrees',
    message,
    fix: 'Use the same region in both.',
    path: ['bindings', 'region'],
  });
});

/** The schema of an inventory file. */
export const inventoryFileSchema = mapping({
  targets: z.array(targetSchema).describe('Targets that requests may name.'),
});
