import type { JsonObject, JsonValue } from '@agent-safe/core';
import { expect } from 'vitest';
import { at } from '../../../src/api/json.ts';
import { call } from '../support/api.ts';
import { kubectl } from '../support/kubectl.ts';
import { ranOf } from '../support/live.ts';
import type { Entry, Place } from './columns.ts';
import { make, observe, pathOf } from './objects.ts';
import { operator } from './workloads.ts';

const SECRET = 'correct-horse-battery';
const encode = (text: string) => Buffer.from(text).toString('base64');

const merge = (place: Place, what: string, change: JsonObject) =>
  operator(place, 'patch', ...what.split(' '), '--type=merge', `--patch=${JSON.stringify(change)}`);

const metric = (name: string, target: JsonObject) => ({ type: 'Resource', resource: { name, target } });
const percent = (value: number) => ({ type: 'Utilization', averageUtilization: value });
const MEMORY = metric('memory', { type: 'AverageValue', averageValue: '1Gi' });

const makeHpa = (place: Place) =>
  make('HorizontalPodAutoscaler', place, 'limits', {
    spec: {
      minReplicas: 1,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' },
      metrics: [MEMORY, metric('cpu', percent(50))],
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    },
  });
const specOf = async (kind: 'HorizontalPodAutoscaler' | 'NetworkPolicy', { namespace }: Place, name: string) =>
  (await call('GET', pathOf(kind, namespace, name))).spec;
const observeHpa = (place: Place) => observe(place, 'HorizontalPodAutoscaler');
const onHpa = ({ namespace }: Place) => ({ namespace, hpa: 'limits' });

const makeConfigMap = (place: Place) => make('ConfigMap', place, 'settings', { data: { color: 'blue', size: '3' } });
const onConfigMap = ({ namespace }: Place) => ({ namespace, configmap: 'settings' });
const INVALID_NAME = /is not a (?:valid )?Kubernetes name/;
const NOTHING_READ = {
  code: 'nothing_to_roll_back',
  reason: /The execution changed nothing/,
  why: 'It reads values and changes nothing.',
} as const;

const policyOf = (place: Place) => ({ namespace: place.namespace, policy_name: 'closed', pod_selector: 'app=web' });
const CLOSED = { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] };

export const SETTINGS: Readonly<Record<string, Entry>> = {
  'get-configmap': {
    prepare: makeConfigMap,
    params: onConfigMap,
    observe: (place) => observe(place, 'ConfigMap'),
    columns: {
      dryRun: { difference: null },
      effect: async (_, { output }) => expect(output).toEqual({ data: { color: 'blue', size: '3' }, binary_data: {} }),
      twin: {
        kubectl: async (place, _, report) => {
          const shown = await operator(place, 'get', 'configmap', 'settings', '--output=jsonpath={.data}');
          expect(JSON.parse(shown)).toEqual(at((await report).output, 'data'));
        },
      },
      refusal: { params: { configmap: 'none' }, reason: /NotFound/ },
      wrongParameter: { params: { configmap: '--all' }, reason: INVALID_NAME },
      rollback: NOTHING_READ,
      rollbackOfRollback: NOTHING_READ,
      interference: {
        race: async ({ live, params, place }) => {
          await live.act('get-configmap', params);
          await merge(place, 'configmap settings', { data: { color: 'red' } });
          const report = ranOf(await live.act('get-configmap', params));
          expect(report.output).toMatchObject({ data: { color: 'red' } });
        },
      },
    },
  },

  'get-secret': {
    prepare: (place) => make('Secret', place, 'login', { data: { password: encode(SECRET) } }),
    params: ({ namespace }) => ({ namespace, secret: 'login' }),
    observe: (place) => observe(place, 'Secret'),
    columns: {
      dryRun: { difference: null },
      effect: async ({ live }, { output }) => {
        expect(output).toEqual({ type: 'Opaque', data: { password: SECRET }, binary_data: {} });
        expect(live.text()).not.toContain(SECRET);
      },
      twin: {
        kubectl: async (place) => {
          const shown = await operator(place, 'get', 'secret', 'login', '--output=jsonpath={.data.password}');
          expect(shown).toBe(encode(SECRET));
        },
        deliberate: 'The values are decoded for the caller.',
      },
      refusal: { params: { secret: 'none' }, reason: /NotFound/ },
      wrongParameter: { params: { secret: '--all' }, reason: INVALID_NAME },
      rollback: NOTHING_READ,
      rollbackOfRollback: NOTHING_READ,
      interference: {
        race: async ({ live, params, place }) => {
          await live.act('get-secret', params);
          await merge(place, 'secret login', { data: { password: encode('changed') } });
          expect(ranOf(await live.act('get-secret', params)).output).toMatchObject({ data: { password: 'changed' } });
        },
      },
    },
  },

  'update-configmap': {
    prepare: makeConfigMap,
    params: (place) => ({ ...onConfigMap(place), key: 'color', value: 'red' }),
    observe: (place) => observe(place, 'ConfigMap'),
    columns: {
      dryRun: { difference: /^- data\.color: "blue"\n\+ data\.color: "red"$/ },
      effect: async (_, { after_state: after }) => expect(after?.data).toEqual({ color: 'red', size: '3' }),
      twin: { kubectl: (place) => merge(place, 'configmap settings', { data: { color: 'red' } }) },
      refusal: {
        prepare: (place) => merge(place, 'configmap settings', { immutable: true }),
        reason: /immutable/,
      },
      wrongParameter: { params: { key: 'a/b' }, reason: /The parameter "key" is not a key/ },
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: {
        edit: (place) => merge(place, 'configmap settings', { data: { color: 'green' } }),
        changed: /previous_value/,
      },
    },
  },

  'scale-hpa': {
    prepare: makeHpa,
    params: (place) => ({ ...onHpa(place), min_replicas: 2, max_replicas: 9 }),
    observe: observeHpa,
    columns: {
      dryRun: { difference: /^- spec\.maxReplicas: 5\n\+ spec\.maxReplicas: 9\n- spec\.minReplicas: 1\n/ },
      effect: async ({ place }) =>
        expect(await specOf('HorizontalPodAutoscaler', place, 'limits')).toMatchObject({
          minReplicas: 2,
          maxReplicas: 9,
        }),
      twin: { kubectl: (place) => merge(place, 'hpa limits', { spec: { minReplicas: 2, maxReplicas: 9 } }) },
      refusal: { params: { min_replicas: 9, max_replicas: 2 }, reason: /"min_replicas" \(9\) is more than/ },
      wrongParameter: { params: { min_replicas: 0 }, reason: /"min_replicas"/ },
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: {
        edit: (place) => merge(place, 'hpa limits', { spec: { maxReplicas: 7 } }),
        changed: /max_replicas/,
      },
    },
  },

  'update-hpa-limits': {
    prepare: makeHpa,
    params: (place) => ({ ...onHpa(place), target_cpu_percent: 70, target_memory_percent: 80 }),
    observe: observeHpa,
    columns: {
      dryRun: { difference: /^\+ spec\.metrics\.1\.resource\.target\.averageUtilization: 70$/m },
      effect: async ({ place }) =>
        expect(await specOf('HorizontalPodAutoscaler', place, 'limits')).toMatchObject({
          metrics: [metric('memory', percent(80)), metric('cpu', percent(70))],
        }),
      twin: {
        kubectl: (place) => {
          const metrics = [metric('memory', percent(80)), metric('cpu', percent(70))];
          return merge(place, 'hpa limits', { spec: { metrics } });
        },
      },
      refusal: { params: { hpa: 'none' }, reason: /NotFound/ },
      wrongParameter: { params: { target_cpu_percent: 0 }, reason: /"target_cpu_percent"/ },
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: {
        edit: (place) => merge(place, 'hpa limits', { spec: { metrics: [MEMORY, metric('cpu', percent(60))] } }),
        changed: /target_cpu_percent/,
      },
    },
  },

  'apply-network-policy': {
    prepare: async () => undefined,
    params: policyOf,
    observe: (place) => observe(place, 'NetworkPolicy'),
    columns: {
      dryRun: { difference: /^\+ spec\.podSelector\.matchLabels\.app: "web"$/m },
      effect: async ({ place }) => expect(await specOf('NetworkPolicy', place, 'closed')).toEqual(CLOSED),
      twin: {
        kubectl: ({ namespace }) => {
          const metadata = { name: 'closed', namespace };
          const document: JsonValue = {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'NetworkPolicy',
            metadata,
            spec: CLOSED,
          };
          return kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(document));
        },
        deliberate: 'It takes over no policy of another owner.',
      },
      refusal: {
        prepare: (place) => make('NetworkPolicy', place, 'closed', { spec: { ...CLOSED, ingress: [{}] } }),
        reason: /A policy of that name exists and has more rules than requested/,
      },
      wrongParameter: { params: { pod_selector: 'a in b' }, reason: /"pod_selector"/ },
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: {
        edit: (place) =>
          merge(place, 'networkpolicy closed', { spec: { podSelector: { matchLabels: { app: 'api' } } } }),
        changed: /pod_selector/,
      },
    },
  },
};
