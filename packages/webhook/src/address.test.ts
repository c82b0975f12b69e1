import type { LookupAddress, LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isPrivateAddress } from './address.ts';
import { PRIVATE_ADDRESS, publicLookup } from './address-lookup.ts';

describe('private addresses', () => {
  test.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.9.9.9'],
    ...['168.63.129.16', '169.254.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1'],
    ...['192.88.99.1', '192.168.0.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1'],
    ...['239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1', 'ff02::1'],
    ...['2001:db8::1', '3fff::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::8.8.8.8'],
    ...['::ffff:0:127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::10.0.0.1', '2002:7f00:1::'],
    ...[
      '2002:808:808::1',
      '2001::1',
      '2001:0:4136:e378:8000:63bf:3fff:fdd2',
      '2001:2::1',
      '100::1',
      '4000::1',
      '5f00::1',
    ],
    ...['', 'localhost', '0x7f.1', '2130706433', '127.1', '010.0.0.1', '[::1]', '1.1.1.1 ', '1.1.1.1:80'],
  ])('T22 %s is private', (ip) => {
    expect(isPrivateAddress(ip)).toBe(true);
  });

  test.each([
    ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
    ...[
      '128.0.0.0',
      '169.253.255.255',
      '169.255.0.0',
      '172.15.255.255',
      '172.32.0.0',
      '192.167.255.255',
      '192.169.0.0',
    ],
    ...['198.17.255.255', '198.20.0.0', '223.255.255.255'],
    ...['2001:200::1', '2001:4860:4860::8888', '2001:db9::1', '2003::1', '2606:4700:4700::1111', '2a00::1', '3ffe::1'],
  ])('%s is public', (ip) => {
    expect(isPrivateAddress(ip)).toBe(false);
  });
});

describe('publicLookup', () => {
  const PUBLIC = { address: '8.8.8.8', family: 4 };
  const PRIVATE = { address: '127.0.0.1', family: 4 };

  const answering = (...answers: readonly (readonly LookupAddress[])[]): LookupFunction => {
    let asked = 0;
    return (_, __, callback) => callback(null, [...(answers[asked++] ?? [])]);
  };
  const ask = (lookup: LookupFunction, options: LookupOptions = {}) =>
    new Promise<unknown>((resolve, reject) => {
      lookup('receiver.example', options, (error, address, family) =>
        error ? reject(error) : resolve(family === undefined ? address : { address, family }),
      );
    });

  test('returns one address or all, as requested', async () => {
    const other = { address: '2606:4700:4700::1111', family: 6 };
    const lookup = publicLookup(answering([PUBLIC, other], [PUBLIC, other]));
    expect(await ask(lookup)).toEqual(PUBLIC);
    expect(await ask(lookup, { all: true })).toEqual([PUBLIC, other]);
  });

  test.each([false, true])('T22 every answer is checked, so a rebound name is refused (all: %s)', async (all) => {
    const lookup = publicLookup(answering([PUBLIC], [PRIVATE], [PUBLIC, PRIVATE], [PRIVATE, PUBLIC], []));
    await ask(lookup, { all });
    for (let time = 2; time <= 5; time += 1)
      await expect(ask(lookup, { all })).rejects.toMatchObject({ code: PRIVATE_ADDRESS });
  });

  test('T22 an answer with a single address is checked', async () => {
    const one =
      (address: string): LookupFunction =>
      (_, __, callback) =>
        callback(null, address, 4);
    expect(await ask(publicLookup(one('8.8.8.8')))).toEqual(PUBLIC);
    await expect(ask(publicLookup(one('10.0.0.1')))).rejects.toMatchObject({ code: PRIVATE_ADDRESS });
  });

  test('an error of the resolver is passed on', async () => {
    const failing: LookupFunction = (_, __, callback) =>
      callback(Object.assign(new Error(), { code: 'ENOTFOUND' }), []);
    await expect(ask(publicLookup(failing))).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('T22 the default is the system resolver', async () => {
    const local = new Promise((resolve, reject) =>
      publicLookup()('localhost', {}, (error, address) => (error ? reject(error) : resolve(address))),
    );
    await expect(local).rejects.toMatchObject({ code: PRIVATE_ADDRESS });
  });
});
