import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeys } from '@agent-safe/registry';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, onTestFinished, test } from 'vitest';
import { logText, withPorts } from '../test/support/ports.ts';
import { AgentSafe, type OpenOptions } from './index.ts';

const ACTIONS = {
  set: `name: set-value
version: 1.0.0
description: Sets a value
risk_class: low
target_types: [vm]
parameters:
  - { name: key, type: string, required: false }
  - { name: value, type: string, required: false }
  - { name: env, type: array, required: false }
  - { name: db_password, type: string, required: false }
  - { name: dbToken, type: string, required: false, sensitive: false }
  - { name: secret, type: string, required: false, locates: true }
  - { name: badgeNumber, type: string, required: false }
state_fields:
  - { name: data, type: object }
  - { name: API_KEY }
`,
};
const POLICY = `rules:
  - name: all
    description: All
    priority: 1
    match: { actions: [set-value] }
    decision: allow
    reason: Fine.
`;

async function open(options: OpenOptions = {}): Promise<{ safe: AgentSafe; log: () => string }> {
  const folder = makeFolder();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const auditLog = join(folder, 'audit.jsonl');
  const safe = await AgentSafe.open(
    withPorts({
      registry: file('actions.yaml', ACTIONS.set),
      policies: file('policy.yaml', POLICY),
      keys: file('keys.json', generateKeys()),
      auditLog,
      ...options,
    }),
  );
  onTestFinished(() => safe.close());
  return { safe, log: () => logText(auditLog) };
}

const S = 'hunter2-of-the-db';

test.each<[string, Record<string, unknown>]>([
  ['a declared parameter of a secret name', { db_password: S }],
  ['a key of a secret name and its value', { key: 'DB_PASSWORD', value: S }],
  ['a list of variables', { env: [{ name: 'DB_PASSWORD', value: S }] }],
  ['KEY=VALUE', { env: [`DB_PASSWORD=${S}`] }],
  ['JSON in a text', { value: JSON.stringify({ data: { DB_PASSWORD: S } }) }],
])('T51 %s is neither in the log, the decision nor the ticket', async (_, params) => {
  const { log, safe } = await open();
  const { ticket, ...decision } = await safe.check({ action: 'set-value', params });
  expect(decision).toMatchObject({ result: 'allow', digest: expect.any(String) });
  const [, payload = ''] = ticket?.token.split('.') ?? [];
  const all = `${log()} ${JSON.stringify(decision)} ${Buffer.from(payload, 'base64url').toString()}`;
  expect(all).toContain('set-value');
  expect(all).not.toContain(S);
  // The digest covers the real values.
  const other = await safe.check({ action: 'set-value', params: JSON.parse(JSON.stringify(params).replace(S, 'x')) });
  expect(other.digest).not.toBe(decision.digest);
});

test('T51 a mask as a value has another digest than the value that it stands for', async () => {
  const { safe } = await open();
  const given = (value: unknown) => safe.check({ action: 'set-value', params: { value } });
  const { digest, params } = await given(`DB_PASSWORD=${S}`);
  expect((await given(params.value)).digest).not.toBe(digest);
});

test('T51 a parameter that locates or is declared not sensitive is shown', async () => {
  const { log, safe } = await open();
  await safe.check({ action: 'set-value', params: { secret: 'app-tls', dbToken: 'not-a-secret' } });
  expect(log()).toContain('"secret":"app-tls"');
  expect(log()).toContain('"dbToken":"not-a-secret"');
});

test('T51 a refused request and an undeclared name show no secret', async () => {
  const { log, safe } = await open();
  await safe.check({ action: 'set-value', params: { value: 5, env: [`DB_PASSWORD=${S}`], db_password: S } });
  await safe.check({ action: `set?password=${S}`, params: { password: S } });
  expect(log()).not.toContain(S);
});

test('T51 a state shows no value of a secret name', async () => {
  const { log, safe } = await open();
  const { audit_id } = await safe.check({ action: 'set-value', params: { key: 'DB_PASSWORD', value: S } });
  const state = { data: { DB_PASSWORD: S, host: 'db' }, API_KEY: S, spec: { env: [{ name: 'TOKEN', value: S }] } };
  const { before_state, diff } = await safe.audit.capture(audit_id, state, { ...state, note: `password: ${S}` });
  expect(before_state).toMatchObject({ data: { DB_PASSWORD: '***', host: 'db' } });
  expect(`${log()} ${JSON.stringify(diff)}`).not.toContain(S);
});

test('T51 the value of a secret key is secret in the state too, also a short one', async () => {
  const { log, safe } = await open();
  const { audit_id } = await safe.check({ action: 'set-value', params: { key: 'DB_PASSWORD', value: 'new' } });
  await safe.audit.capture(audit_id, { previous_value: 'old1' }, { previous_value: 'new1' });
  expect(log()).toContain('"previous_value":"***"');
  expect(log()).not.toMatch(/old1|new1/);
});

test('T50 a secret in a name that is cut does not slip through in part', async () => {
  const { log, safe } = await open();
  const url = 'postgres://app:hunter2-hunter2-hunter2@db.example.com/x';
  for (const length of [40, 50, 58, 62, 66]) {
    await safe.check({ action: `${'x'.repeat(length)} ${url}` });
    await safe.check({ action: 'set-value', target: `${'x'.repeat(length)} ${url}` });
    await safe.check({ action: 'set-value', params: { [`${'x'.repeat(length + 48)} ${url}`]: 1 } });
  }
  expect(log()).not.toMatch(/hunt/);
});

test('T51 a project adds names of secrets', async () => {
  const { log, safe } = await open({ secretNames: ['badge_number'] });
  const { audit_id } = await safe.check({ action: 'set-value', params: { badgeNumber: S } });
  await safe.audit.capture(audit_id, { data: { 'badge-number': S } }, { data: { BADGE_NUMBER: S } });
  expect(log()).not.toContain(S);
});

test('T50 more than 64 KiB of parameters are denied, and the event is small', async () => {
  const { log, safe } = await open();
  const check = (value: string) => safe.check({ action: 'set-value', params: { value } });
  const own = JSON.stringify({ value: '' }).length;
  expect(await check('x'.repeat(65_536 - own))).toMatchObject({ result: 'allow' });
  const before = log().length;
  for (const text of ['x'.repeat(65_537 - own), '€'.repeat(22_000), '\u0001'.repeat(11_000), 'x'.repeat(2_000_000)]) {
    const decision = await check(text);
    expect(decision).toMatchObject({ result: 'deny', code: 'params_too_large', digest: null });
    expect(decision.reason).toMatch(/^The parameters of set-value are too large: .* the limit is 65536 bytes\./);
  }
  expect(log().length - before).toBeLessThan(4 * 4_096);
});
