import { actionsPath } from '@agent-safe/catalog';
import { loadProject } from '@agent-safe/registry';
import { expect, test } from 'vitest';
import { AwsExecutor } from './index.ts';
import { PRECHECKS } from './prechecks/index.ts';

const { actions } = loadProject({ registry: actionsPath });
const ofAws = actions.filter(({ tags }) => tags.includes('aws'));
const accounts = { test: { account_id: '123456789012', region: 'us-east-1' } };

test.each(ofAws.map((action) => [action.name, action] as const))('it supports %s', (_, action) => {
  expect(new AwsExecutor({ accounts }).supports(action)).toEqual({ ok: true });
  for (const { name } of action.prechecks) expect(Object.keys(PRECHECKS)).toContain(name);
});
