import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonError } from '../json/json.ts';
import type { Action } from '../model/action.ts';
import { MASK } from '../secrets/mask.ts';
import {
  bindRequest,
  type DigestInput,
  digestAction,
  digestBinding,
  digestJson,
  maskParams,
  type RequestBinding,
} from './digest.ts';

const SEED = 256;
const maskKey = new Uint8Array(32).fill(7);

const action: Action = {
  name: 'invoke',
  version: '1.0.0',
  description: 'Invoke',
  parameters: [
    { name: 'function', type: 'string', required: true, description: '', locates: true, sensitive: false },
    { name: 'payload', type: 'string', required: false, description: '', locates: false, sensitive: true },
  ],
  risk_class: 'low',
  target_types: ['function'],
  prechecks: [],
  reversible: false,
  rollback_action: null,
  rollback_params: {},
  required_privileges: [],
  tags: [],
  credentials: null,
  state_fields: [],
};

const input: DigestInput = {
  caller: { agent_id: 'agent', verified: true, roles: ['r'], groups: [], delegation_chain: ['root'] },
  targetId: 'dev/f',
  target: {
    id: 'dev/f',
    type: 'function',
    environment: 'dev',
    sensitivity: 'public',
    owner: '',
    labels: {},
    bindings: {},
    scope: { cluster: 'c' },
  },
  action,
  params: { function: 'f', payload: 'hunter2' },
  ticketId: 'JIRA-1',
  maskKey,
};

function digestRequest(request: DigestInput): string | null {
  const binding = bindRequest(request);
  return binding && digestBinding(binding);
}

test('the digest is SHA-256 over canonical JSON in the shape of AuthZEN', () => {
  const masked = `hmac-sha256:${createHmac('sha256', maskKey).update('["invoke","payload","hunter2"]').digest('base64url')}`;
  const text =
    `{"action":{"name":"invoke","properties":{"function":"f","payload":"${masked}"}},` +
    `"context":{"definition":"${digestAction(action)}","ticket_id":"JIRA-1"},` +
    '"resource":{"id":"dev/f","properties":{"scope":{"cluster":"c"}},"type":"function"},' +
    '"subject":{"id":"agent","properties":{"chain":["root"],"verified":true},"type":"agent"}}';
  expect(digestRequest(input)).toBe(createHash('sha256').update(text).digest('base64url'));
});

test.each<[string, Partial<DigestInput>]>([
  ['caller', { caller: { ...input.caller, agent_id: 'other' } as DigestInput['caller'] }],
  ['proof of the caller', { caller: { ...input.caller, verified: false } as DigestInput['caller'] }],
  ['chain', { caller: { ...input.caller, delegation_chain: [] } as DigestInput['caller'] }],
  ['missing caller', { caller: undefined }],
  ['target', { targetId: 'dev/g' }],
  ['scope', { target: { ...input.target, scope: { cluster: 'd' } } as DigestInput['target'] }],
  ['parameter', { params: { function: 'g', payload: 'hunter2' } }],
  ['sensitive parameter', { params: { function: 'f', payload: 'hunter3' } }],
  ['ticket id', { ticketId: undefined }],
  ['definition', { action: { ...action, risk_class: 'high' } }],
  ['mask key', { maskKey: new Uint8Array(32).fill(8) }],
])('the digest changes with the %s', (_, change) => {
  expect(digestRequest({ ...input, ...change })).not.toBe(digestRequest(input));
});

describe('without a mask key', () => {
  test('a request with a sensitive value has no digest', () => {
    expect(digestRequest({ ...input, maskKey: undefined })).toBeNull();
    expect(digestRequest({ ...input, maskKey: undefined, params: { function: 'f' } })).toMatch(/^[\w-]{43}$/);
  });

  test('a sensitive value becomes three stars', () => {
    expect(maskParams(action, input.params, undefined)).toEqual({ function: 'f', payload: MASK });
  });
});

test('T21 a mask contains no part of the value', () => {
  expect(JSON.stringify(maskParams(action, input.params, maskKey))).not.toContain('hunter2');
});

test(`the digest does not depend on the order of parameters (seed ${SEED})`, () => {
  const property = fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.integer()), (params) => {
    const reversed = Object.fromEntries(Object.entries(params).reverse());
    expect(digestRequest({ ...input, params: reversed })).toBe(digestRequest({ ...input, params }));
  });
  fc.assert(property, { seed: SEED, numRuns: 1_000 });
});

test(`the digest of random parts is the digest of the whole shape (seed ${SEED})`, () => {
  const text = fc.string({ unit: 'grapheme' });
  const parts = fc.record({
    caller: fc.option(text),
    chain: fc.array(text),
    caller_verified: fc.boolean(),
    target: fc.option(text),
    target_type: fc.option(text),
    scope: fc.option(fc.dictionary(text, text)),
    action: text,
    params: fc.dictionary(text, fc.jsonValue()),
    ticket_id: fc.option(text),
    definition: text,
    rollback_of: text,
  });
  const property = fc.property(parts, fc.boolean(), ({ rollback_of, ...random }, isRollback) => {
    const binding = { ...random, ...(isRollback ? { rollback_of } : {}) } as RequestBinding;
    const whole = {
      subject: {
        type: 'agent',
        id: binding.caller,
        properties: { chain: binding.chain, verified: binding.caller_verified },
      },
      resource: { type: binding.target_type, id: binding.target, properties: { scope: binding.scope } },
      action: { name: binding.action, properties: binding.params },
      context: { ticket_id: binding.ticket_id, definition: binding.definition, ...(isRollback ? { rollback_of } : {}) },
    };
    expect(outcome(() => digestBinding(binding))).toEqual(outcome(() => digestJson(whole)));
  });
  fc.assert(property, { seed: SEED, numRuns: 2_000 });
});

/** A value that JSON cannot represent exactly has no digest. */
function outcome(compute: () => string): string {
  try {
    return compute();
  } catch (error) {
    return error instanceof JsonError ? 'refused' : String(error);
  }
}
