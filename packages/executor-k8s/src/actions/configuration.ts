import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '@agent-safe/core';
import {
  effectMissing,
  field,
  type Observation,
  observed,
  ParameterRefused,
  readOptional,
  readText,
  success,
} from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, preview, uidOf } from '../api/action-context.ts';
import { describeDifference } from '../api/diff.ts';
import { warnOfGitOps } from '../api/gitops.ts';
import { at, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readKey, readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, get, patch } from '../api/request.ts';

function configMapPath({ params }: ActionContext): string {
  return API.configMap(readLabel(params, 'namespace'), readName(params, 'configmap'));
}

export const getConfigMap: KubernetesAction = {
  parameters: ['namespace', 'configmap'],
  async execute(context) {
    const found = await context.cluster.read(configMapPath(context));
    return success('The ConfigMap was read.', {
      data: objectAt(found, 'data'),
      binary_data: objectAt(found, 'binaryData'),
    });
  },
  async dryRun(context) {
    await context.cluster.read(configMapPath(context));
    return preview(context, [get(configMapPath(context))]);
  },
};

/** Returns the values of a Secret to the caller. The log does not hold them. */
export const getSecret: KubernetesAction = {
  parameters: ['namespace', 'secret'],
  async execute({ cluster, params }) {
    const found = await cluster.read(API.secret(readLabel(params, 'namespace'), readName(params, 'secret')));
    const data: Record<string, JsonValue> = {};
    const binary: Record<string, JsonValue> = {};
    for (const [key, value] of Object.entries(objectAt(found, 'data'))) {
      const bytes = Buffer.from(typeof value === 'string' ? value : '', 'base64');
      const text = bytes.toString('utf8');
      // A value that is not text stays in base64.
      if (Buffer.from(text, 'utf8').equals(bytes)) data[key] = text;
      else binary[key] = value;
    }
    const output = { type: textAt(found, 'type') ?? null, data, binary_data: binary };
    return success(`The Secret was read: ${Object.keys(objectAt(found, 'data')).length} values.`, output);
  },
  async dryRun(context) {
    const { params } = context;
    // A dry run does not read the Secret, because it needs no values.
    const path = API.secret(readLabel(params, 'namespace'), readName(params, 'secret'));
    return preview(context, [get(path)], {
      unasked: 'The dry run does not read the Secret, so it did not check whether the Secret exists.',
    });
  },
};

/** Sets or removes one key. */
export const updateConfigMap: KubernetesAction = {
  parameters: ['namespace', 'configmap', 'key', 'value', 'remove'],
  async readState(context) {
    const found = await context.cluster.read(configMapPath(context));
    const previous = at(found, 'data', readKey(context.params, 'key'));
    return {
      data: { value: shorten(objectAt(found, 'data')) },
      uid: uidOf(found),
      previous_value:
        previous === undefined ? { missing: 'The ConfigMap has no such key.', absent: true } : field(previous),
      key_missing: { value: previous === undefined },
    };
  },
  async execute(context) {
    const request = setting(context);
    // If the ConfigMap cannot be read now, its state after the change would be unknown too.
    warnOfGitOps(context, await context.cluster.read(configMapPath(context)));
    await context.cluster.change(request);
    const what = readValue(context) === undefined ? 'The key is removed.' : 'The value is set.';
    return success(`${what} Pods that read it only at their start still have the old value.`);
  },
  async waitForEffect(context) {
    return isSet(context, await context.cluster.read(configMapPath(context)));
  },
  async dryRun(context) {
    const before = await context.cluster.read(configMapPath(context));
    warnOfGitOps(context, before);
    const after = await context.cluster.ask(asDryRun(setting(context)));
    return preview(context, [setting(context)], { difference: describeDifference(before, after) });
  },
};

/** Bytes of a value that a recorded state shows in full. */
const LONGEST_SHOWN = 1_024;

/** Replaces long values by their digests. A rollback needs only the value of the key that is set. */
function shorten(data: JsonObject): JsonObject {
  const shown = Object.entries(data).map(([key, value]) => {
    if (typeof value !== 'string' || Buffer.byteLength(value) <= LONGEST_SHOWN) return [key, value] as const;
    const digest = createHash('sha256').update(value, 'utf8').digest('hex');
    return [key, `sha256:${digest} (${Buffer.byteLength(value)} bytes)`] as const;
  });
  return Object.fromEntries(shown);
}

/** Returns the requested value; undefined to remove the key. @throws ParameterRefused */
function readValue({ params }: ActionContext): string | undefined {
  const value = readOptional(params, 'value', readText);
  if (params.remove !== true && value === undefined) throw new ParameterRefused('Give "value", or "remove: true".');
  if (params.remove === true && value !== undefined)
    throw new ParameterRefused('Give "value" or "remove: true", and not both.');
  return value;
}

function setting(context: ActionContext): ApiRequest {
  const data = { [readKey(context.params, 'key')]: readValue(context) ?? null };
  return patch('merge', configMapPath(context), { data });
}

function isSet(context: ActionContext, configMap: JsonValue): Observation {
  const value = at(configMap, 'data', readKey(context.params, 'key'));
  return value === readValue(context) ? observed() : effectMissing('Another writer set the key to another value.');
}
