import { expect, test } from 'vitest';
import { chooseProxy } from './proxy.ts';

const PROXY = 'http://proxy.test:3128';
const API = 'https://api.test:6443';

test.each<[string, Record<string, string>, string | undefined]>([
  ['no variable', {}, undefined],
  ['HTTPS_PROXY', { HTTPS_PROXY: PROXY }, PROXY],
  ['https_proxy', { https_proxy: PROXY }, PROXY],
  ['both spellings', { HTTPS_PROXY: PROXY, https_proxy: 'http://other.test' }, PROXY],
  ['an empty variable and the other spelling', { HTTPS_PROXY: '', https_proxy: PROXY }, PROXY],
  ['an address without a scheme', { HTTPS_PROXY: 'proxy.test:3128' }, PROXY],
  ['HTTP_PROXY alone', { HTTP_PROXY: PROXY }, undefined],
  ['ALL_PROXY alone', { ALL_PROXY: PROXY }, undefined],
])('the proxy of the environment is chosen like kubectl: %s', (_, environment, expected) => {
  expect(chooseProxy(API, undefined, environment)).toBe(expected);
});

test.each<[string, string, string, boolean]>([
  ['*', API, 'all', false],
  ['api.test', API, 'the name', false],
  [' API.test , other.test', API, 'a list with spaces', false],
  ['test', API, 'a domain', false],
  ['.test', API, 'a domain with a dot', false],
  ['*.test', API, 'a domain with a star', false],
  ['.api.test', API, 'subdomains only', true],
  ['pi.test', API, 'the end of a word', true],
  ['api.test:6443', API, 'the name with its port', false],
  ['api.test:443', API, 'the name with another port', true],
  ['api.test:443', 'https://api.test', 'the name with the usual port', false],
  ['10.0.0.1', 'https://10.0.0.1:6443', 'the address', false],
  ['10.0.0.1', 'https://10.0.0.2:6443', 'another address', true],
  ['10.0.0.0/8', 'https://10.1.2.3:6443', 'the network', false],
  ['10.0.0.0/8', 'https://11.1.2.3:6443', 'another network', true],
  ['10.0.0.0/99', 'https://10.1.2.3:6443', 'a network that cannot be', true],
  ['10.0.0.0/8', API, 'a network, and the API has a name', true],
  ['2001:db8::/32', 'https://[2001:db8::1]:6443', 'the network of IPv6', false],
  ['[2001:db8::1]:6443', 'https://[2001:db8::1]:6443', 'the address of IPv6 with its port', false],
  ['2001:db8::1', 'https://[2001:db8:0::1]', 'the address of IPv6', false],
  ['', API, 'nothing', true],
])('NO_PROXY %j for %s (%s)', (NO_PROXY, server, _, isProxied) => {
  expect(chooseProxy(server, undefined, { HTTPS_PROXY: PROXY, NO_PROXY })).toBe(isProxied ? PROXY : undefined);
});

test.each(['https://127.0.0.1:6443', 'https://127.9.9.9', 'https://localhost:6443', 'https://[::1]:6443'])(
  'an API on this machine has no proxy of the environment: %s',
  (server) => {
    expect(chooseProxy(server, undefined, { HTTPS_PROXY: PROXY })).toBeUndefined();
    expect(chooseProxy(server, PROXY, {})).toBe(PROXY);
  },
);

test('an API without TLS uses HTTP_PROXY', () => {
  expect(chooseProxy('http://api.test', undefined, { HTTP_PROXY: PROXY, HTTPS_PROXY: 'http://other.test' })).toBe(
    PROXY,
  );
});

test('proxy-url replaces the environment, and NO_PROXY does not apply to it', () => {
  const environment = { HTTPS_PROXY: 'http://other.test', NO_PROXY: '*' };
  expect(chooseProxy(API, PROXY, environment)).toBe(PROXY);
});

test.each<[unknown, Record<string, string>, RegExp]>([
  ['ftp://user:pass-word@proxy.test', {}, /^The field "proxy-url" of the kubeconfig is not the address of a proxy\./],
  ['proxy.test:3128', {}, /^The field "proxy-url"/],
  [7, {}, /^The field "proxy-url"/],
  [undefined, { HTTPS_PROXY: 'http://user:pass-word@' }, /^The variable HTTPS_PROXY is not the address of a proxy\./],
  [undefined, { https_proxy: 'ftp://user:pass-word@proxy.test' }, /^The variable https_proxy is not/],
])('T21 an address that is no proxy is refused, and not quoted: %j %j', (own, environment, message) => {
  const choose = () => chooseProxy(API, own, environment);
  expect(choose).toThrow(message);
  expect(choose).not.toThrow(/pass-word/);
});
