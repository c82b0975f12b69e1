import { canonicalJson, type JsonObject, type JsonValue } from '@agent-safe/core';
import {
  type Field,
  failure,
  field,
  ParameterRefused,
  readInteger,
  readOptional,
  readText,
  success,
} from '@agent-safe/runner/executor-kit';
import type { FunctionConfiguration, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import type { ActionContext, AwsAction } from '../api/action-context.ts';
import { NO_DRY_RUN } from '../api/dry-run.ts';
import { readFunctionName } from '../api/read-params.ts';
import { waitWithSdk } from '../api/wait.ts';

/** Reads the settings of the function. @throws ApiError */
export async function readFunction({ aws, params }: ActionContext): Promise<FunctionConfiguration> {
  const input = { FunctionName: readFunctionName(params, 'function_name') };
  return aws.read('lambda', (sdk) => new sdk.GetFunctionConfigurationCommand(input));
}

/** Reads the event of a call. @throws ParameterRefused if it is not JSON */
function readPayload({ params }: ActionContext): Uint8Array | undefined {
  const payload = readOptional(params, 'payload', readText);
  if (payload === undefined) return undefined;
  try {
    JSON.parse(payload);
  } catch {
    throw new ParameterRefused('The parameter "payload" is not JSON.');
  }
  return new TextEncoder().encode(payload);
}

/** A function that is being created or that was idle for long has another state than `Active`. */
const invoke: AwsAction = {
  service: 'lambda',
  parameters: ['function_name', 'region', 'payload'],
  async readState(context) {
    const { State } = await readFunction(context);
    return { state: field(State) };
  },
  async execute(context) {
    const Payload = readPayload(context);
    const input = { FunctionName: readFunctionName(context.params, 'function_name'), ...(Payload && { Payload }) };
    const answer = await context.aws.change('lambda', (sdk) => new sdk.InvokeCommand(input));
    const output = parseAnswer(answer.Payload);
    // The text of the error may hold values of the event, so only the caller gets it.
    if (answer.FunctionError !== undefined)
      return failure(`The function ended with an error (${answer.FunctionError}). The output has the details.`, output);
    return success('The function was called.', output);
  },
  async dryRun(context) {
    const payload = readPayload(context);
    const FunctionName = readFunctionName(context.params, 'function_name');
    await readFunction(context);
    const size = payload === undefined ? 'no event' : `an event of ${payload.length} bytes`;
    const input = { FunctionName, InvocationType: 'DryRun' as const };
    await context.aws.read('lambda', (sdk) => new sdk.InvokeCommand(input));
    return {
      steps: [`${context.aws.describe('lambda', 'Invoke', { FunctionName })} with ${size}`],
      unasked: 'AWS would accept the call. The dry run does not tell what the function does.',
    };
  },
};

/** The answer of a function is JSON. A broken one is returned as text. */
function parseAnswer(payload: Uint8Array | undefined): JsonValue {
  const text = new TextDecoder().decode(payload);
  if (text === '') return null;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** Settings that one execution changes. */
function readChange({ params }: ActionContext): UpdateFunctionConfigurationCommandInput {
  const memory = readOptional(params, 'memory_size', readInteger);
  const timeout = readOptional(params, 'timeout', readInteger);
  const variables = readOptional(params, 'environment_variables', readVariables);
  if (memory === undefined && timeout === undefined && variables === undefined)
    throw new ParameterRefused('Give "memory_size", "timeout" or "environment_variables".');
  return {
    FunctionName: readFunctionName(params, 'function_name'),
    ...(memory !== undefined && { MemorySize: memory }),
    ...(timeout !== undefined && { Timeout: timeout }),
    ...(variables !== undefined && { Environment: { Variables: variables } }),
  };
}

/** @throws ParameterRefused if it is not a JSON object of texts */
function readVariables(params: JsonObject, parameter: string): Record<string, string> {
  const refused = new ParameterRefused(`The parameter "${parameter}" is not a JSON object whose values are texts.`);
  let value: unknown;
  try {
    value = JSON.parse(readText(params, parameter));
  } catch {
    // The error of the parser quotes the value, which is secret.
    throw refused;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused;
  const variables = Object.entries(value);
  for (const [name, each] of variables) {
    if (typeof each !== 'string') throw refused;
    if (!VARIABLE_NAME.test(name))
      throw new ParameterRefused(
        `"${parameter}" has a name with other characters than letters, digits and underscores.`,
      );
  }
  return Object.fromEntries(variables) as Record<string, string>;
}

const VARIABLE_NAME = /^[A-Za-z]\w*$/;

const updateConfiguration: AwsAction = {
  service: 'lambda',
  parameters: ['function_name', 'region', 'memory_size', 'timeout', 'environment_variables'],
  async readState(context) {
    const found = await readFunction(context);
    return {
      memory_size: field(found.MemorySize),
      timeout: field(found.Timeout),
      runtime: field(found.Runtime),
      environment_variables: describeVariables(found),
    };
  },
  async execute(context) {
    const change = readChange(context);
    const found = await readFunction(context);
    if (found.LastUpdateStatus === 'InProgress')
      return failure('Another update of the function is in progress. Try again when it has ended.');
    // With the revision, AWS refuses the change if another writer changed the function since it was read.
    const input = { ...change, ...(found.RevisionId !== undefined && { RevisionId: found.RevisionId }) };
    await context.aws.change('lambda', (sdk) => new sdk.UpdateFunctionConfigurationCommand(input));
    return success(`The function has new settings: ${namesOf(change).join(', ')}.`);
  },
  waitForEffect: (context) =>
    waitWithSdk(
      context,
      'lambda',
      (sdk, options) =>
        sdk.waitUntilFunctionUpdated(options, { FunctionName: readFunctionName(context.params, 'function_name') }),
      async () => {
        const { LastUpdateStatus, LastUpdateStatusReason } = await readFunction(context);
        return `The update of the function is ${LastUpdateStatus ?? 'unknown'}. ${LastUpdateStatusReason ?? ''}`.trim();
      },
    ),
  async dryRun(context) {
    const change = readChange(context);
    const found = await readFunction(context);
    const shown = { FunctionName: change.FunctionName, MemorySize: change.MemorySize, Timeout: change.Timeout };
    const variables = change.Environment === undefined ? '' : ' and new environment variables';
    return {
      steps: [`${context.aws.describe('lambda', 'UpdateFunctionConfiguration', shown)}${variables}`],
      difference: describeChange(found, change),
      unasked: `${NO_DRY_RUN} Its permission and its limits were not checked.`,
    };
  },
};

/** Returns all variables as text, which is the form of the parameter. They are sensitive. */
function describeVariables({ Environment }: FunctionConfiguration): Field {
  if (Environment?.Error !== undefined)
    return {
      missing: `AWS could not decrypt the environment variables (${Environment.Error.ErrorCode ?? 'unknown'}).`,
    };
  return { value: canonicalJson(Environment?.Variables ?? {}) };
}

function namesOf({ Environment, MemorySize, Timeout }: UpdateFunctionConfigurationCommandInput): readonly string[] {
  return [
    ...(MemorySize === undefined ? [] : [`${MemorySize} MiB of memory`]),
    ...(Timeout === undefined ? [] : [`a timeout of ${Timeout} s`]),
    ...(Environment === undefined ? [] : ['environment variables']),
  ];
}

/** Shows the names of variables that change, and never a value. */
function describeChange(found: FunctionConfiguration, change: UpdateFunctionConfigurationCommandInput): string {
  const lines: string[] = [];
  const compare = (name: string, before: number | undefined, after: number | undefined) => {
    if (after !== undefined && after !== before) lines.push(`- ${name}: ${before ?? 'none'}`, `+ ${name}: ${after}`);
  };
  compare('memory_size', found.MemorySize, change.MemorySize);
  compare('timeout', found.Timeout, change.Timeout);
  const after = change.Environment?.Variables;
  if (after !== undefined) {
    const before = found.Environment?.Variables ?? {};
    for (const name of Object.keys(before)) {
      if (!Object.hasOwn(after, name)) lines.push(`- environment_variables.${name}`);
    }
    for (const name of Object.keys(after)) {
      if (!Object.hasOwn(before, name)) lines.push(`+ environment_variables.${name}`);
      else if (before[name] !== after[name]) lines.push(`~ environment_variables.${name}`);
    }
  }
  return lines.join('\n');
}

/** Actions of Lambda, by their names in the catalog. */
export const LAMBDA_ACTIONS: Readonly<Record<string, AwsAction>> = {
  'lambda-invoke-function': invoke,
  'lambda-update-function-config': updateConfiguration,
};
