import { expect, test } from 'vitest';
import { chooseContainer } from './containers.ts';

const pod = (annotation?: string) => ({
  metadata: {
    name: 'web',
    ...(annotation === undefined ? {} : { annotations: { 'kubectl.kubernetes.io/default-container': annotation } }),
  },
  spec: {
    containers: [{ name: 'proxy' }, { name: 'main' }],
    initContainers: [{ name: 'setup' }],
    ephemeralContainers: [{ name: 'debug' }],
  },
});

test.each<[string, string | undefined, string | undefined, string]>([
  ['the first one', undefined, undefined, 'proxy'],
  ['the one of the annotation', undefined, 'main', 'main'],
  ['the first one, if the annotation names none of the pod', undefined, 'other', 'proxy'],
  ['the requested one', 'proxy', 'main', 'proxy'],
  ['an init container', 'setup', undefined, 'setup'],
  ['an ephemeral container', 'debug', undefined, 'debug'],
])('the container is %s', (_, requested, annotation, expected) => {
  expect(chooseContainer(pod(annotation), requested).name).toBe(expected);
});

test('the note names the other containers, unless the request names one', () => {
  expect(chooseContainer(pod('main'), undefined).note).toBe(
    ' The container is "main", by default. The pod has proxy, main, setup (init), debug (ephemeral).',
  );
  expect(chooseContainer(pod('main'), 'proxy').note).toBe('');
});

test('a container that the pod does not have is an error that names those of the pod', () => {
  expect(() => chooseContainer(pod(), 'third')).toThrow(
    'The pod "web" has no container "third". It has proxy, main, setup, debug.',
  );
});
