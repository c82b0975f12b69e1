import { randomUUID } from 'node:crypto';
import { actionsPath } from '@agent-safe/catalog';
import type { CredentialRequest, JsonObject, TargetScope } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';

export const ACTIONS = loadProject({ registry: actionsPath }).actions;
export const REGION = 'eu-west-1';

/** Parameters of every AWS action. No two actions are about the same object. */
export const PARAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ec2-reboot-instance': { instance_id: 'i-0000000000000000a' },
  'ec2-start-instance': { instance_id: 'i-0000000000000000b' },
  'ec2-stop-instance': { instance_id: 'i-0000000000000000c' },
  'ec2-terminate-instance': { instance_id: 'i-0000000000000000d' },
  'ecs-scale-service': { cluster: 'web', service: 'scaled' },
  'ecs-stop-task': { cluster: 'web', task: '0123456789abcdef0123456789abcdef' },
  'ecs-update-service': { cluster: 'web', service: 'updated' },
  'iam-attach-role-policy': { role_name: 'reader', policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  'iam-detach-role-policy': { role_name: 'writer', policy_arn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
  'lambda-invoke-function': { function_name: 'invoked' },
  'lambda-update-function-config': { function_name: 'configured' },
  's3-delete-object': { bucket: 'objects', key: 'logs/2026/a b.txt' },
  's3-put-bucket-policy': { bucket: 'shared', policy: '{}' },
  's3-restore-object': { bucket: 'restored', key: 'logs/2026/b.txt', version_id: 'version-1' },
};

/** Fills in the templates of the credentials of an action. */
export function fieldsOf(
  name: string,
  scope: TargetScope,
  params: Readonly<Record<string, string>> = PARAMS[name] ?? {},
): JsonObject {
  const action = ACTIONS.find((each) => each.name === name);
  const values = { ...params, region: scope.region ?? '' };
  const text = JSON.stringify(action?.credentials?.fields ?? {})
    .replaceAll(
      /\{\{ params\.(\w+) \}\}/g,
      (_, parameter: string) => (values as Record<string, string>)[parameter] ?? '',
    )
    .replaceAll('{{ target.scope.account }}', scope.account ?? '');
  return JSON.parse(text) as JsonObject;
}

/** Builds a request for a lease with a new id. */
export function leaseRequest(
  fields: JsonObject,
  scope: TargetScope,
  changes: Partial<CredentialRequest> = {},
): CredentialRequest {
  const subject = { audit_id: 'evt-1', action: 'ec2-stop-instance', caller: 'worker-01', caller_verified: true };
  return { lease_id: `lease-${randomUUID()}`, ...subject, type: 'aws', fields, scope, ttl: 300, ...changes };
}
