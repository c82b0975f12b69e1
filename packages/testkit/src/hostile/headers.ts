import { deflateRawSync } from 'node:zlib';
import {
  attackersKey,
  brokenJson,
  ed25519,
  encodeSegment,
  type GenuineToken,
  type HostileToken,
  mint,
  type SegmentContent,
  signWith,
} from './forge.ts';

type Values = readonly (readonly [name: string, value: unknown])[];

const ALGORITHMS: Values = [
  ['is missing', undefined],
  ['is null', null],
  ['is a number', 1],
  ['is true', true],
  ['is an object', {}],
  ...['', 'none', 'None', 'NONE', 'nOnE', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map(named),
  ...['ES256', 'ES256K', 'ES384', 'ES512', 'HS1', 'HS384', 'HS512', 'Ed25519', 'Ed448', 'dir', 'A128KW'].map(named),
];

const TYPES: Values = [
  ['is missing', undefined],
  ['is null', null],
  ['is a number', 1],
  ['is an object', {}],
  ...['', 'JWT', 'jwt', 'JOSE', 'at+jwt', 'dpop+jwt', 'logout+jwt', 'agent-safe+jwt'].map(named),
  ...['agent-safe-identity+jwt', 'agent-safe-delegation+jwt', 'agent-safe-ticket+jwt'].map(named),
];

const KEY_IDS: Values = [
  ['is null', null],
  ['is a number', 0],
  ['is true', true],
  ['is an object', {}],
  ['is empty', ''],
  ['is unknown', 'unheard-of'],
  ['is a path', '../../../../dev/null'],
  ['is a file', 'file:///dev/null'],
  ['is an address', 'https://attacker.example/jwks.json'],
  ['is SQL', "x' UNION SELECT 'key' --"],
  ['is a command', '|sleep 1'],
  ['is the name of a member of every object', '__proto__'],
  ['is very long', 'k'.repeat(20_000)],
  ['holds a null byte', '\0'],
];

/** Header members that Agent-Safe tokens never have, from standards or invented. */
const EXTRA: Values = [
  ['jku', 'https://attacker.example/jwks.json'],
  ['x5u', 'https://attacker.example/chain.pem'],
  ['x5c', ['MIIB']],
  ['x5t', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['x5t#S256', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['cty', 'JWT'],
  ['crit', []],
  ['crit', ['exp']],
  ['crit', ['b64']],
  ['b64', true],
  ['b64', false],
  ['zip', 'DEF'],
  ['enc', 'A256GCM'],
  ['epk', {}],
  ['p2c', 2_147_483_647],
  ['exp', 4_102_444_800],
  ['iss', 'agent-safe'],
  ['nonce', 'once'],
  ['', ''],
  ['ALG', 'none'],
  ['constructor', {}],
];

function named(value: string): readonly [string, string] {
  return [`is ${JSON.stringify(value)}`, value];
}

/** Returns tokens that are wrong only in their header. They are signed with the genuine key, unless the variant needs another key. */
export function hostileHeaders({ claims, header, key }: GenuineToken): readonly HostileToken[] {
  const signed = (name: string, content: SegmentContent, payload: SegmentContent = claims): HostileToken => ({
    name: `header: ${name}`,
    token: mint(content, payload, signWith(key)),
  });
  const change = (member: string, values: Values): readonly HostileToken[] =>
    values
      .filter(([, value]) => value !== header[member])
      .map(([name, value]) => signed(`${member} ${name}`, { ...header, [member]: value }));
  const { alg, kid, typ } = header as { readonly alg: string; readonly kid?: string; readonly typ: string };
  return [
    ...change('alg', [...ALGORITHMS, ...respell(alg)]),
    ...change('typ', [
      ...TYPES,
      ...respell(typ),
      ['with a prefix', `application/${typ}`],
      ['in part', typ.slice(0, -4)],
    ]),
    ...change('kid', kid === undefined ? KEY_IDS : [...KEY_IDS, ['is missing', undefined], ...respell(kid)]),
    ...EXTRA.map(([name, value]) => signed(`has ${name}: ${JSON.stringify(value)}`, { ...header, [name]: value })),
    signed(
      'declares a deflated payload, and it is deflated',
      { ...header, zip: 'DEF' },
      deflateRawSync(JSON.stringify(claims)),
    ),
    signed('declares a nested token, and it is one', { ...header, cty: 'JWT' }, mint(header, claims, signWith(key))),
    ...brokenJson({ ...header }, typ).map(([name, content]) => signed(name, content)),
    ...twice({ alg, typ, ...(kid === undefined ? {} : { kid }) }).map(([name, text]) => signed(name, text)),
    ...unsigned(header, claims),
    ...embedded(header, claims),
  ];
}

/** Returns similar values that a lenient comparison accepts. */
function respell(value: string): Values {
  return [
    ['in upper case', value.toUpperCase()],
    ['in lower case', value.toLowerCase()],
    ['with a space before it', ` ${value}`],
    ['with a space after it', `${value} `],
    ['with a null byte after it', `${value}\0`],
    ['with a look-alike letter', value.replace('a', 'а').replace('e', 'е').replace('S', 'Ѕ')],
    ['in an array', [value]],
  ];
}

/** Returns headers with a duplicate key. One of the values is genuine, and readers differ in the value that they use. */
function twice(members: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  const text = JSON.stringify(members);
  return Object.entries(members).flatMap(([key, value]): readonly (readonly [string, string])[] => [
    [`gives ${key} twice`, `{"${key}":${JSON.stringify(value)},${text.slice(1)}`],
    [`gives ${key} twice, the first wrong`, `{"${key}":"none",${text.slice(1)}`],
    [
      `gives ${key} twice, once escaped`,
      `{"\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}":"none",${text.slice(1)}`,
    ],
  ]);
}

/** Returns tokens with the algorithm `none` and without a signature. */
function unsigned(header: object, claims: object): readonly HostileToken[] {
  return ['none', 'None', 'NONE', 'nOnE', ''].flatMap((alg) => {
    const input = `${encodeSegment({ ...header, alg })}.${encodeSegment(claims)}`;
    return [
      { name: `header: alg is ${JSON.stringify(alg)}, and the signature empty`, token: `${input}.` },
      { name: `header: alg is ${JSON.stringify(alg)}, and there is no signature`, token: input },
    ];
  });
}

/** Returns tokens that bring their own key, which really signed them. */
function embedded(header: object, claims: object): readonly HostileToken[] {
  const { jwk, privateKey } = attackersKey();
  const whole = { ...header, alg: 'EdDSA' };
  const headers: readonly (readonly [string, object])[] = [
    ['jwk, which signed it', { ...whole, jwk }],
    [
      'jwk, which signed it, of the genuine kid',
      { ...whole, jwk: { ...jwk, ...('kid' in header ? { kid: header.kid } : {}) } },
    ],
    ['jwk, which signed it, and no kid', { ...whole, kid: undefined, jwk }],
    ['jwk, which signed it, and its kid', { ...whole, kid: 'attacker', jwk: { ...jwk, kid: 'attacker' } }],
    ['jku, whose key signed it', { ...whole, kid: 'attacker', jku: 'https://attacker.example/jwks.json' }],
    ['the kid of the unknown key that signed it', { ...whole, kid: 'attacker' }],
    ['a kid that contains the key that signed it', { ...whole, kid: JSON.stringify(jwk) }],
  ];
  return headers.map(([name, content]) => ({
    name: `header: has ${name}`,
    token: mint(content, claims, ed25519(privateKey)),
  }));
}
