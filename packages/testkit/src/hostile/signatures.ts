import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  attackersKey,
  ed25519,
  encodeSegment,
  type GenuineToken,
  type HostileToken,
  hmac,
  mint,
  type Sign,
  signWith,
  toPrivateKey,
} from './forge.ts';

/** Returns tokens that are wrong only in their signature, or are signed with a public value. */
export function hostileSignatures(genuine: GenuineToken): readonly HostileToken[] {
  return [
    ...altered(genuine),
    ...misplaced(genuine),
    ...(genuine.key.alg === 'EdDSA' ? confused(genuine) : guessed(genuine)),
  ];
}

type Change = (signature: Buffer) => Buffer;

const CHANGES: readonly (readonly [name: string, change: Change])[] = [
  ['is empty', () => Buffer.alloc(0)],
  ['is one byte', (signature) => signature.subarray(0, 1)],
  ['is cut in half', (signature) => signature.subarray(0, signature.length / 2)],
  ['lacks its last byte', (signature) => signature.subarray(0, -1)],
  ['lacks its first byte', (signature) => signature.subarray(1)],
  ['has a byte after it', (signature) => Buffer.concat([signature, Buffer.from([0])])],
  ['has a byte before it', (signature) => Buffer.concat([Buffer.from([0]), signature])],
  ['is there twice', (signature) => Buffer.concat([signature, signature])],
  ['has its first bit flipped', (signature) => flip(signature, 0, 0x80)],
  ['has its last bit flipped', (signature) => flip(signature, signature.length - 1, 0x01)],
  ['has its highest bit flipped', (signature) => flip(signature, signature.length - 1, 0x80)],
  ['has a bit flipped in the middle', (signature) => flip(signature, signature.length / 2, 0x10)],
  ['is all zeros', (signature) => Buffer.alloc(signature.length)],
  ['is all ones', (signature) => Buffer.alloc(signature.length, 0xff)],
  ['is reversed', (signature) => Buffer.from(signature).reverse()],
  [
    'has its halves swapped',
    (signature) =>
      Buffer.concat([signature.subarray(signature.length / 2), signature.subarray(0, signature.length / 2)]),
  ],
  ['is text of hexadecimal digits', (signature) => Buffer.from(signature.toString('hex'))],
  ['is base64url twice', (signature) => Buffer.from(signature.toString('base64url'))],
];

const MALLEABLE: typeof CHANGES = [
  ['has the order of the group added to S', (signature) => withS(signature, (s) => s + ORDER)],
  ['has S negated', (signature) => withS(signature, (s) => ORDER - s)],
  ['is the neutral point and zero', () => Buffer.concat([Buffer.from([1]), Buffer.alloc(63)])],
  ['is R and zero', (signature) => withS(signature, () => 0n)],
  ['is zero and S', (signature) => Buffer.concat([Buffer.alloc(32), signature.subarray(32)])],
];

/** Order of the Ed25519 group, from RFC 8032 section 5.1. */
const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

function withS(signature: Buffer, change: (s: bigint) => bigint): Buffer {
  const s = change(BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`));
  const bytes = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
  return Buffer.concat([signature.subarray(0, 32), bytes]);
}

function flip(signature: Buffer, at: number, bits: number): Buffer {
  const flipped = Buffer.from(signature);
  flipped[at] = (flipped[at] ?? 0) ^ bits;
  return flipped;
}

function altered({ claims, header, key }: GenuineToken): readonly HostileToken[] {
  const signInput = signWith(key);
  return [...CHANGES, ...(key.alg === 'EdDSA' ? MALLEABLE : [])].map(([name, change]) => ({
    name: `signature: ${name}`,
    token: mint(header, claims, (input) => change(signInput(input))),
  }));
}

/** Returns tokens with the genuine signature of another input, or with a signature of another key. */
function misplaced({ claims, header, key }: GenuineToken): readonly HostileToken[] {
  const signInput = signWith(key);
  const instead = (name: string, signOther: Sign): HostileToken => ({
    name: `signature: ${name}`,
    token: mint(header, claims, signOther),
  });
  const other = encodeSegment({ ...claims, jti: 'another-token-id' });
  const [first, payload] = [encodeSegment(header), encodeSegment(claims)];
  return [
    instead('is that of another token', () => signInput(`${first}.${other}`)),
    instead('is that of another header', () => signInput(`${encodeSegment({ ...header, typ: 'JWT' })}.${payload}`)),
    instead('is of the payload alone', () => signInput(payload)),
    instead('is of the header alone', () => signInput(first)),
    instead('is of both without a dot', () => signInput(`${first}${payload}`)),
    instead('is of both in the other order', () => signInput(`${payload}.${first}`)),
    instead('is of the decoded segments', () => signInput(`${JSON.stringify(header)}.${JSON.stringify(claims)}`)),
    instead('is of an unencoded payload', () => signInput(`${first}.${JSON.stringify(claims)}`)),
    instead('is of a hash', (input) => signInput(createHash('sha256').update(input).digest('base64url'))),
    instead('is of a longer text', (input) => signInput(`${input}.`)),
    instead('is of an empty text', () => signInput('')),
    instead('is by another key', key.alg === 'EdDSA' ? ed25519(attackersKey().privateKey) : hmac(Buffer.alloc(32, 7))),
    instead('is a hash and not a signature', (input) =>
      createHash(key.alg === 'EdDSA' ? 'sha512' : 'sha256')
        .update(input)
        .digest(),
    ),
    instead('is an HMAC with an empty secret', hmac('', key.alg === 'EdDSA' ? 'sha512' : 'sha256')),
  ];
}

/** Returns tokens that use the public key as a shared secret. */
function confused({ claims, header, key }: GenuineToken): readonly HostileToken[] {
  if (key.alg !== 'EdDSA') return [];
  const publicKey = createPublicKey(toPrivateKey(key));
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const secrets: Readonly<Record<string, Buffer | string>> = {
    'the bytes of the public key': Buffer.from(key.x, 'base64url'),
    'the base64url text of the public key': key.x,
    'the base64 text of the public key': Buffer.from(key.x, 'base64url').toString('base64'),
    'the hexadecimal text of the public key': Buffer.from(key.x, 'base64url').toString('hex'),
    'the SPKI of the public key': publicKey.export({ format: 'der', type: 'spki' }),
    'the PEM of the public key': pem,
    'the PEM of the public key, trimmed': pem.trim(),
    'the JWK of the public key': JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x: key.x }),
    'the id of the key': key.kid,
    'an empty secret': '',
  };
  const bare = { ...header, kid: undefined };
  const hashed = Object.entries(secrets).flatMap(([name, secret]) => [
    { name: `signature: HS256 with ${name}`, token: mint({ ...bare, alg: 'HS256' }, claims, hmac(secret)) },
    {
      name: `signature: HS256 with ${name}, and its kid`,
      token: mint({ ...header, alg: 'HS256' }, claims, hmac(secret)),
    },
    { name: `signature: EdDSA, but HMAC-SHA512 with ${name}`, token: mint(header, claims, hmac(secret, 'sha512')) },
  ]);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const es256: Sign = (input) => sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return [
    ...hashed,
    {
      name: 'signature: HS384 with the bytes of the public key',
      token: mint({ ...bare, alg: 'HS384' }, claims, hmac(Buffer.from(key.x, 'base64url'), 'sha384')),
    },
    {
      name: 'signature: HS512 with the bytes of the public key',
      token: mint({ ...bare, alg: 'HS512' }, claims, hmac(Buffer.from(key.x, 'base64url'), 'sha512')),
    },
    { name: 'signature: ES256 with a key of that type', token: mint({ ...header, alg: 'ES256' }, claims, es256) },
    { name: 'signature: EdDSA with a P-256 key', token: mint(header, claims, es256) },
    {
      name: 'signature: HS256 with the genuine Ed25519 key',
      token: mint({ ...bare, alg: 'HS256' }, claims, signWith(key)),
    },
  ];
}

/** Returns tokens signed with secrets similar to the genuine secret, or with other algorithms. */
function guessed({ claims, header, key }: GenuineToken): readonly HostileToken[] {
  if (key.alg !== 'HS256') return [];
  const secret = Buffer.from(key.secret);
  const secrets: Readonly<Record<string, Buffer | string>> = {
    'a well-known text': 'your-256-bit-secret',
    'the secret and a line break': Buffer.concat([secret, Buffer.from('\n')]),
    'the secret without its last byte': secret.subarray(0, -1),
    'the base64url text of the secret': secret.toString('base64url'),
    'the hexadecimal text of the secret': secret.toString('hex'),
    'the secret reversed': Buffer.from(secret).reverse(),
    'the text "undefined"': 'undefined',
  };
  const { privateKey } = attackersKey();
  const eddsa = { ...header, alg: 'EdDSA' };
  return [
    ...Object.entries(secrets).map(([name, each]) => ({
      name: `signature: HS256 with ${name}`,
      token: mint(header, claims, hmac(each)),
    })),
    {
      name: 'signature: HS384 with the secret',
      token: mint({ ...header, alg: 'HS384' }, claims, hmac(secret, 'sha384')),
    },
    {
      name: 'signature: HS512 with the secret',
      token: mint({ ...header, alg: 'HS512' }, claims, hmac(secret, 'sha512')),
    },
    {
      name: 'signature: HS256, but the first half of HMAC-SHA512',
      token: mint(header, claims, (input) => hmac(secret, 'sha512')(input).subarray(0, 32)),
    },
    { name: 'signature: EdDSA, but an HMAC', token: mint(eddsa, claims, hmac(secret)) },
    { name: 'signature: EdDSA, but an HMAC-SHA512', token: mint(eddsa, claims, hmac(secret, 'sha512')) },
    { name: 'signature: EdDSA with an unknown key', token: mint(eddsa, claims, ed25519(privateKey)) },
    { name: 'signature: HS256 with an Ed25519 key', token: mint(header, claims, ed25519(privateKey)) },
  ];
}
