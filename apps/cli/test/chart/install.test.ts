import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { projects } from '../project.ts';
import { getObject, install, isDown, kubectl, NEEDS, prepare, tryKubectl, uninstall } from './cluster.ts';
import { CHART, helm } from './helm.ts';

const make = projects();
const GUIDE = join(CHART, '../../../docs/how-to/run-the-runner-in-a-cluster.md');

interface Pods {
  readonly items: readonly {
    readonly status: { readonly phase: string };
    readonly spec: {
      readonly serviceAccountName: string;
      readonly containers: readonly { readonly volumeMounts: readonly { readonly name: string }[] }[];
    };
  }[];
}

describe.skipIf(isDown)(`the chart on a real API${NEEDS}`, { timeout: 300_000 }, () => {
  test('its pod passes the restricted Pod Security Standard, in a server-side dry run and for real', async () => {
    const place = await prepare(make(), 'scale-deployment');
    const { agents, name, values } = place;
    const here = `--namespace=${agents}`;
    // The namespace refuses other pods.
    const loose = tryKubectl(['run', 'loose', '--image=pause', here, '--dry-run=server']);
    expect(loose.stderr).toContain('violates PodSecurity "restricted:latest"');

    const rendered = helm('template', ...values, '--kube-version=1.34.4');
    expect(rendered, rendered.stderr).toMatchObject({ status: 0 });
    const dry = tryKubectl(['apply', '--dry-run=server', '--server-side', '-f', '-'], rendered.stdout);
    expect(dry, dry.stderr).toMatchObject({ status: 0 });
    expect(dry.stderr).not.toMatch(/PodSecurity|unknown field/);
    expect(dry.stdout).toContain(`deployment.apps/${name} serverside-applied (server dry run)`);
    expect(tryKubectl(['get', 'deployment', name, here]).status).not.toBe(0);
    // The gateway of the how-to guide passes too, and a gateway without restrictions does not.
    const [page, folder] = [readFileSync(GUIDE, 'utf8'), makeFolder()];
    const gateway = /^```yaml\n(# gateway-values\.yaml\n[\s\S]*?)^```$/m.exec(page)?.[1] ?? '';
    for (const [file, text, isLoose] of [
      ['gateway.yaml', gateway, false],
      ['loose.yaml', 'extraContainers: [{ name: gateway, image: pause }]', true],
    ] as const) {
      writeFileSync(join(folder, file), text);
      const beside = helm('template', ...values, `--values=${join(folder, file)}`, '--kube-version=1.34.4');
      const asked = tryKubectl(['apply', '--dry-run=server', '--server-side', '-f', '-'], beside.stdout);
      expect(asked, asked.stderr).toMatchObject({ status: 0 });
      expect(asked.stderr.includes('would violate PodSecurity "restricted:latest"'), file).toBe(isLoose);
    }

    install(place);
    const pods = getObject<Pods>('pods', here);
    expect(pods.items).toMatchObject([{ status: { phase: 'Running' }, spec: { serviceAccountName: name } }]);
    // The API adds no token of its own.
    const mounts = pods.items[0]?.spec.containers[0]?.volumeMounts.map((mount) => mount.name);
    expect(mounts).toEqual(['settings', 'actions', 'keys', 'data', 'tickets', 'temporary', 'account']);
    expect(getObject('networkpolicy', name, here)).toMatchObject({
      spec: { policyTypes: ['Ingress', 'Egress'], egress: [{}, { to: [{ ipBlock: { cidr: '127.0.0.1/32' } }] }] },
    });
    uninstall(place);
    // The audit log stays.
    expect(kubectl('get', 'persistentvolumeclaims', here, '--output=name')).toBe(`persistentvolumeclaim/${name}`);
  });

  test('T31 its account is no administrator: it may do what the vault needs, and nothing beyond', async () => {
    const place = await prepare(make(), 'scale-deployment');
    install(place);
    const account = `--as=system:serviceaccount:${place.agents}:${place.name}`;
    const may = (verb: string, what: string, namespace: string) => {
      const [resource = '', subresource] = what.split('/');
      const more = subresource === undefined ? [] : [`--subresource=${subresource}`];
      return tryKubectl(['auth', 'can-i', verb, resource, ...more, account, `--namespace=${namespace}`]).status === 0;
    };
    const allowed = [
      ['create', 'secrets', place.leases],
      ['create', 'serviceaccounts/token', place.leases],
      ['create', 'rolebindings.rbac.authorization.k8s.io', place.target],
      ['patch', 'deployments.apps/scale', place.target],
    ] as const;
    const forbidden = [
      ['get', 'secrets', place.agents],
      ['get', 'secrets', place.target],
      ['create', 'serviceaccounts/token', place.agents],
      ['create', 'pods', place.target],
      ['delete', 'deployments.apps', place.target],
      ['patch', 'deployments.apps/scale', 'default'],
      ['create', 'rolebindings.rbac.authorization.k8s.io', 'kube-system'],
      ['create', 'clusterrolebindings.rbac.authorization.k8s.io', place.target],
      ['escalate', 'roles.rbac.authorization.k8s.io', place.target],
      ['impersonate', 'users', place.target],
      ['*', '*', place.target],
    ] as const;
    const answers = (asked: readonly (readonly [string, string, string])[]) => asked.map((each) => may(...each));
    expect(answers(allowed)).toEqual(allowed.map(() => true));
    expect(answers(forbidden)).toEqual(forbidden.map(() => false));
  });
});
