import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestAction } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { loadProject } from './project.ts';

/** A file in the form of 0.11, with the flat fields of credentials. */
const OLD = `name: create-namespace
version: 1.0.0
description: Create an empty namespace.
risk_class: medium
target_types: [k8s-namespace]
tags: [kubernetes, namespace]

parameters:
  - name: namespace
    type: string
    required: true
    description: The namespace
    constraints:
      pattern: "^[a-z][a-z0-9-]{0,62}$"
    locates: true

prechecks:
  - name: namespace-not-exists
    description: The namespace does not exist yet
    blocking: true

required_privileges:
  - namespaces:create
credentials:
  type: kubernetes
  fields:
    verbs:
      - get
      - create
    resources:
      - namespaces
    api_groups:
      - ""
  ttl: 300

state_fields:
  - name: uid
    type: string
    description: UID of the object

reversible: true
rollback_action: delete-namespace
rollback_params:
  namespace: { source: params.namespace }
  uid: { source: after_state.uid }
`;

test('the digest of an action with the flat fields of credentials is the digest of 0.11', () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'create-namespace.yaml'), OLD);
  const [action] = loadProject({ registry: folder }).actions;
  if (action === undefined) throw new Error('The file has no action.');
  expect(digestAction(action)).toBe('_MBABdGAOychXTuO5B4YmxCY0oKJ3l0qoKZPBDdA5lo');
});
