import type { JsonValue } from '@agent-safe/core';
import { field, type KubernetesAction, success, uidOf, type Work } from '../api/action-context.ts';
import { describeDifference } from '../api/diff.ts';
import { at, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readKey, readLabel, readName, readText } from '../api/read-params.ts';
import { dryly, patch } from '../kubectl/commands.ts';
import type { Command } from '../kubectl/kubectl.ts';

function configMapPath({ params }: Work): string {
  return API.configMap(readLabel(params, 'namespace'), readName(params, 'configmap'));
}

export const getConfigMap: KubernetesAction = {
  parameters: ['namespace', 'configmap'],
  async execute(work) {
    const found = await work.cluster.read(configMapPath(work));
    return success('It is read.', { data: objectAt(found, 'data'), binary_data: objectAt(found, 'binaryData') });
  },
  async rehearse(work) {
    await work.cluster.read(configMapPath(work));
    return { commands: [{ argv: ['get', `--raw=${configMapPath(work)}`] }] };
  },
};

/** Its values go to the caller alone. */
export const getSecret: KubernetesAction = {
  parameters: ['namespace', 'secret'],
  async execute({ cluster, params }) {
    const found = await cluster.read(API.secret(readLabel(params, 'namespace'), readName(params, 'secret')));
    const data: Record<string, JsonValue> = {};
    const binary: Record<string, JsonValue> = {};
    for (const [key, value] of Object.entries(objectAt(found, 'data'))) {
      const bytes = Buffer.from(typeof value === 'string' ? value : '', 'base64');
      const text = bytes.toString('utf8');
      // What is no text stays as the API has it.
      if (Buffer.from(text, 'utf8').equals(bytes)) data[key] = text;
      else binary[key] = value;
    }
    const output = { type: textAt(found, 'type') ?? null, data, binary_data: binary };
    return success(`It is read: ${Object.keys(objectAt(found, 'data')).length} values.`, output);
  },
  async rehearse({ params }) {
    // It is not read: a dry run needs no secrets.
    const path = API.secret(readLabel(params, 'namespace'), readName(params, 'secret'));
    return {
      commands: [{ argv: ['get', `--raw=${path}`] }],
      unasked: 'Whether it is there was not asked: that reads it.',
    };
  },
};

export const updateConfigMap: KubernetesAction = {
  parameters: ['namespace', 'configmap', 'key', 'value'],
  async readState(work) {
    const found = await work.cluster.read(configMapPath(work));
    const previous = at(found, 'data', readKey(work.params, 'key'));
    return {
      data: { value: objectAt(found, 'data') },
      uid: uidOf(found),
      previous_value: previous === undefined ? { missing: 'It has no such key.', absent: true } : field(previous),
    };
  },
  async execute(work) {
    // Of one that cannot be read nobody could tell afterwards what became of it.
    await work.cluster.read(configMapPath(work));
    await work.cluster.change(setting(work));
    return success('It is set. Pods that read it only when they start still have the old value.');
  },
  async settle(work) {
    return isSet(work, await work.cluster.read(configMapPath(work)));
  },
  async rehearse(work) {
    const before = await work.cluster.read(configMapPath(work));
    const after = await work.cluster.ask(dryly(setting(work)));
    return { commands: [setting(work)], difference: describeDifference(before, after) };
  },
};

function setting({ params }: Work): Command {
  const [name, namespace] = [readName(params, 'configmap'), readLabel(params, 'namespace')];
  const data = { [readKey(params, 'key')]: readText(params, 'value') };
  return patch('merge', 'configmaps.v1.', name, namespace, { data });
}

function isSet({ params }: Work, configMap: JsonValue): string | undefined {
  const value = at(configMap, 'data', readKey(params, 'key'));
  return value === readText(params, 'value') ? undefined : 'Somebody else has set it to another value.';
}
