import { randomBytes } from 'node:crypto';
import { parseWebhookSecret, signWebhook } from '@agent-safe/webhook';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { DeliveryError } from './shipper.ts';
import { webhookBody, webhookId } from './webhook-message.ts';

const secretOf = (length: number) => `whsec_${randomBytes(length).toString('base64')}`;
const now = () => Math.floor(Date.now() / 1_000);

describe('secrets', () => {
  test.each([24, 25, 26, 32, 64])('a secret of %i bytes is read', (length) => {
    const key = randomBytes(length);
    expect(parseWebhookSecret(`whsec_${key.toString('base64')}`)).toEqual(key);
  });

  const base64 = Buffer.alloc(32, 'hunter2').toString('base64');
  test.each([
    ['nothing', ''],
    ['no prefix', base64],
    ['another prefix', `whsk_${base64}`],
    ['a prefix in capitals', `WHSEC_${base64}`],
    ['only the prefix', 'whsec_'],
    ['23 bytes', `whsec_${Buffer.alloc(23, 'hunter2').toString('base64')}`],
    ['65 bytes', `whsec_${Buffer.alloc(65, 'hunter2').toString('base64')}`],
    ['no padding', `whsec_${base64.replace('=', '')}`],
    ['base64url', `whsec_${Buffer.alloc(32, 0xff).toString('base64url')}`],
    ['a line end', `whsec_${base64}\n`],
    ['a secret that is not base64', `whsec_${'hunter2!'.repeat(6)}`],
  ])('T21 %s is refused, and the error does not show it', (_, secret) => {
    const parse = () => parseWebhookSecret(secret);
    expect(parse).toThrow(DeliveryError);
    expect(parse).toThrow(
      new DeliveryError('the secret of the webhook must be "whsec_" and the base64 of 24 to 64 bytes'),
    );
  });
});

describe('signatures', () => {
  const body = '{"type":"audit.evaluation","data":{"text":"ü "}}';
  const secret = secretOf(32);
  const verify = (message: { id: string; timestamp: number; body: string }, signature: string, known = secret) =>
    new Webhook(known).verify(message.body, {
      'webhook-id': message.id,
      'webhook-timestamp': String(message.timestamp),
      'webhook-signature': signature,
    });

  test('T22 the library standardwebhooks accepts our signatures and refuses forged ones', () => {
    const message = { id: 'evt-1', timestamp: now(), body };
    const signature = signWebhook({ ...message, secret });
    expect(verify(message, signature)).toEqual(JSON.parse(body));
    expect(() => verify(message, signature, secretOf(32))).toThrow();
    expect(() => verify({ ...message, body: body.replace('ü', 'u') }, signature)).toThrow();
    expect(() => verify({ ...message, id: 'evt-2' }, signature)).toThrow();
    expect(() => verify({ ...message, timestamp: message.timestamp - 1 }, signature)).toThrow();
  });

  test('T22 a correct signature with an old timestamp is refused', () => {
    const old = { id: 'evt-1', timestamp: now() - 3_600, body };
    expect(() => verify(old, signWebhook({ ...old, secret }))).toThrow(/too old/);
  });

  test('the signature of the example of standardwebhooks is the same', () => {
    const timestamp = 1_614_265_330;
    const other = new Webhook(secret).sign('msg_1', new Date(timestamp * 1_000), body);
    expect(signWebhook({ id: 'msg_1', timestamp, body, secret })).toBe(other);
  });

  test.each<[string, object]>([
    ['an id with a full stop', { id: 'evt.1' }],
    ['an id with a line end', { id: 'evt-1\r\nx: y' }],
    ['no id', { id: '' }],
    ['an id that is too long', { id: 'x'.repeat(129) }],
    ['a fraction of a second', { timestamp: 1.5 }],
    ['no time', { timestamp: Number.NaN }],
    ['a negative time', { timestamp: -1 }],
    ['no secret', { secret: '' }],
  ])('T22 %s is not signed', (_, change) => {
    expect(() => signWebhook({ id: 'evt-1', timestamp: 1, body, secret, ...change })).toThrow(DeliveryError);
  });
});

describe('messages', () => {
  const event = { seq: 1, event_id: 'evt-1', event_type: 'evaluation', timestamp: '2026-01-02T03:04:05.678Z' };
  const entry_hash = 'ab'.repeat(32);

  test.each(['evt-1.2', 'evt-1\r\nwebhook-signature: v1,forged', 'evt 1', 'évt', '', 'x'.repeat(129), '\u0000'])(
    'T22 an unsafe id is replaced by the entry hash: %j',
    (event_id) => {
      expect(webhookId({ ...event, event_id, entry_hash, line: '{}' })).toBe(`entry-${entry_hash}`);
    },
  );

  test('a safe id is kept', () => {
    expect(webhookId({ ...event, entry_hash, line: '{}' })).toBe('evt-1');
  });

  test('the body contains the line byte for byte', () => {
    const line = '{"v":1, "b":1.0,"a":"\\u00fc\\/ü",   "entry_hash":"x"}';
    const body = webhookBody({ ...event, entry_hash, line });
    expect(body).toBe(`{"type":"audit.evaluation","timestamp":"2026-01-02T03:04:05.678Z","data":${line}}`);
  });

  test('T22 a hostile type or timestamp adds no member', () => {
    const hostile = 'x","data":{"allowed":true},"y":"';
    const body = webhookBody({
      ...event,
      event_type: hostile,
      timestamp: hostile,
      entry_hash,
      line: '{"allowed":false}',
    });
    expect(JSON.parse(body)).toEqual({ type: `audit.${hostile}`, timestamp: hostile, data: { allowed: false } });
  });
});
