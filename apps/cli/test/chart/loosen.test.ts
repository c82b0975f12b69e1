import { shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../run.ts';
import { hasHelm, NEEDS_HELM, template, type Values, writeRbac } from './helm.ts';

const folder = shareFolder();

/** Values with a container beside the runner. */
function beside(members: object): Values {
  return { extraContainers: [{ name: 'gateway', image: 'gateway:1', ...members }] };
}

const secured = (securityContext: object) => beside({ securityContext });
const mounting = (name: string) => beside({ volumeMounts: [{ name, mountPath: '/mounted' }] });

describe.skipIf(!hasHelm)(`values that would loosen the pod of the runner${NEEDS_HELM}`, () => {
  let rbac: string;
  beforeAll(async () => {
    await run(folder(), 'init', '.');
    rbac = (await writeRbac(folder(), '--namespaces', 'dev')).path;
  });

  test.each<[string, Values]>([
    ...['account', 'keys', 'data', 'temporary'].map((name): [string, Values] => [
      `a container beside the runner that mounts the volume "${name}"`,
      mounting(name),
    ]),
    ['a privileged container', secured({ privileged: true })],
    ['a container that is root', secured({ runAsUser: 0 })],
    ['a container that may be root', secured({ runAsNonRoot: false })],
    ['a container that may get more rights', secured({ allowPrivilegeEscalation: true })],
    ['a container with a capability', secured({ capabilities: { add: ['SYS_PTRACE'] } })],
    ['a container without seccomp', secured({ seccompProfile: { type: 'Unconfined' } })],
    ['a container that sees the whole of /proc', secured({ procMount: 'Unmasked' })],
    ['a container on a port of the node', beside({ ports: [{ containerPort: 80, hostPort: 80 }] })],
    [
      'another name of the pod, which the network policy does not select',
      {
        podLabels: { 'app.kubernetes.io/name': 'other' },
      },
    ],
    ['another release of the pod', { podLabels: { 'app.kubernetes.io/instance': 'other' } }],
    ['a storage class with further lines', { persistence: { storageClass: 'a\n  volumeName: other' } }],
    ['the network of the node', { hostNetwork: true }],
    ['a further volume', { extraVolumes: [{ name: 'host', hostPath: { path: '/' } }] }],
  ])('T31 %s is refused by the schema', (_, values) => {
    const { status, stderr } = template(rbac, values);
    expect(status).not.toBe(0);
    expect(stderr).toContain("values don't meet the specifications of the schema");
  });

  test('a container beside the runner with fewer rights is accepted', () => {
    const narrow = {
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 3_000,
      },
      ports: [{ containerPort: 8_080 }],
      volumeMounts: [{ name: 'tickets', mountPath: '/tickets' }],
    };
    const values = { ...beside(narrow), podLabels: { team: 'a' }, persistence: { storageClass: 'fast-ssd' } };
    const { status, stderr } = template(rbac, values);
    expect({ status, stderr }).toMatchObject({ status: 0 });
  });
});
