import { describe, expect, test } from 'vitest';
import { DeliveryError } from './shipper.ts';
import { type WebhookDestinationOptions, webhookDestination } from './webhook.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'hunter2').toString('base64')}`;

describe('an invalid receiver is refused before a request is sent', () => {
  const refused = (options: Partial<WebhookDestinationOptions>) => () =>
    webhookDestination({ url: 'https://receiver.example/hunter2', secret: SECRET, ...options });

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.1', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['0177.0.0.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['１２７.0.0.1', '127.0.0.1'],
    ['127.0.0.1.', '127.0.0.1'],
    ['0', '0.0.0.0'],
    ['[::1]', '[::1]'],
    ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
    ['[::ffff:8.8.8.8]', '[::ffff:808:808]'],
    ['[fe80::1]:8443', '[fe80::1]:8443'],
    ['169.254.169.254:8443', '169.254.169.254:8443'],
  ])('T22 %s', (host, shown) => {
    expect(refused({ url: `https://${host}/hunter2` })).toThrow(
      new DeliveryError(`https://${shown}: the address is private, but allow_private (--allow-private) is not set`),
    );
  });

  test.each<[string, Partial<WebhookDestinationOptions>]>([
    ['no URL', { url: 'hunter2' }],
    ['another scheme', { url: 'file:///hunter2' }],
    ['a user', { url: 'https://hunter2@receiver.example/' }],
    ['a password', { url: 'https://:hunter2@receiver.example/', allowPrivate: true }],
    ['plain http', { url: 'http://receiver.example/hunter2' }],
    ['an invalid secret', { secret: 'hunter2' }],
    ['a header of Standard Webhooks', { headers: { 'Webhook-Id': 'hunter2' } }],
    ['a connection header', { headers: { host: 'hunter2' } }],
    ['a header with a line end', { headers: { 'x-hunter2': 'a\r\nb: hunter2' } }],
    ['a header without a name', { headers: { '': 'hunter2' } }],
    ['no timeout', { timeoutMs: 0 }],
    ['an infinite timeout', { timeoutMs: Number.POSITIVE_INFINITY }],
  ])('T21 %s is refused, and the error does not show it', (_, options) => {
    expect(refused(options)).toThrow(DeliveryError);
    expect(refused(options)).toThrow(/^(?!.*hunter2)/);
  });

  test('T21 the name of a webhook destination does not show its URL', () => {
    const { name } = refused({})();
    expect(name).toMatch(/^webhook-[\da-f]{16}$/);
    expect(refused({ secret: `whsec_${Buffer.alloc(24).toString('base64')}` })().name).toBe(name);
    expect(refused({ url: 'https://receiver.example/other' })().name).not.toBe(name);
  });
});
