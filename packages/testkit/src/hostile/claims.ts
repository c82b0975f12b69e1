import { DEFAULT_ISSUER } from '@agent-safe/core';
import {
  brokenJson,
  type GenuineToken,
  type HostileToken,
  mint,
  type SegmentContent,
  signWith,
  spliceBytes,
} from './forge.ts';

type Values = readonly (readonly [name: string, value: unknown])[];

/** Values of a wrong type for a text claim. */
const NO_TEXT: Values = [
  ['is missing', undefined],
  ['is null', null],
  ['is a number', 1],
  ['is true', true],
  ['is empty', ''],
  ['is an object', {}],
  ['is an empty array', []],
];
const NO_TIME: Values = [
  ['is missing', undefined],
  ['is null', null],
  ['is true', true],
  ['is a date', '2099-01-01T00:00:00Z'],
  ['is a hexadecimal text', '0x7fffffff'],
  ['is an empty text', ''],
  ['is the text NaN', 'NaN'],
  ['is an object', {}],
  ['is negative', -1],
  ['is later than the year 9999', 253_402_300_800],
  ['is an integer that is not exact', 2 ** 53],
  ['is huge', 1e300],
];

/** Returns tokens that are wrong only in their claims, and are signed with the genuine key. */
export function hostileClaims({ claims, header, key, now }: GenuineToken): readonly HostileToken[] {
  const seconds = Math.floor(now / 1_000);
  const signed = (name: string, content: SegmentContent): HostileToken => ({
    name: `claims: ${name}`,
    token: mint(header, content, signWith(key)),
  });
  const change = (claim: string, values: Values): readonly HostileToken[] =>
    values
      .filter(([, value]) => value !== claims[claim])
      .map(([name, value]) => signed(`${claim} ${name}`, { ...claims, [claim]: value }));
  const text = JSON.stringify(claims);
  const { aud, exp, iss, jti } = claims as {
    readonly aud: string;
    readonly exp: number;
    readonly iss: string;
    readonly jti: string;
  };
  const raw = (claim: string, value: string): SegmentContent =>
    JSON.stringify({ ...claims, [claim]: 'RAW' }).replace('"RAW"', value);
  return [
    ...change('iss', [...NO_TEXT, ...near(iss)]),
    ...change('aud', [...NO_TEXT, ...near(aud), ['is an array with the right one', [aud, 'another']]]),
    ...change('jti', [...NO_TEXT, ['is too short', jti.slice(0, 15)], ['is too long', 'x'.repeat(129)]]),
    ...change('jti', [
      ['in an array', [jti]],
      ['has a space', `${jti} `],
      ['has a line break', `${jti}\n`],
      ['is a path', `../${jti}`],
    ]),
    ...change('exp', [
      ...NO_TIME,
      ['is a text', String(exp)],
      ['in an array', [exp]],
      ['in milliseconds', exp * 1_000],
    ]),
    ...change('exp', [
      ['was a moment ago', now / 1_000 - 0.001],
      ['is now', now / 1_000],
      ['is 0', 0],
    ]),
    ...change('iat', [
      ...NO_TIME,
      ['is a text', String(seconds)],
      ['in an array', [seconds]],
      ['in milliseconds', now],
    ]),
    ...change('iat', [
      ['is in six seconds', now / 1_000 + 6],
      ['is exp', exp],
      ['is after exp', exp + 1],
    ]),
    ...change('nbf', [
      ['is in an hour', seconds + 3_600],
      ['is past', seconds - 60],
      ['is a text', 'now'],
      ['is null', null],
    ]),
    signed('iat is in an hour', { ...claims, iat: seconds + 3_600, exp: seconds + 7_200 }),
    signed('exp is past', { ...claims, iat: seconds - 7_200, exp: seconds - 3_600 }),
    signed('exp is iat, both in a moment', { ...claims, iat: seconds + 4, exp: seconds + 4 }),
    signed('exp is before iat, both in a moment', { ...claims, iat: seconds + 4, exp: seconds + 3 }),
    ...['1e400', '-1e400', 'NaN', 'Infinity', '0x7fffffff', '01', '+1', '.5'].flatMap((value) => [
      signed(`exp is written ${value}`, raw('exp', value)),
      signed(`iat is written ${value}`, raw('iat', value)),
    ]),
    ...brokenJson(claims, iss).map(([name, content]) => signed(name, content)),
    ...twice(claims).map(([name, content]) => signed(name, content)),
    signed('are empty', {}),
    signed('hold half of a surrogate pair, escaped', `${text.slice(0, -1)},"agent_name_2":"\\ud800"}`),
    signed(
      'hold half of a surrogate pair, in bytes',
      spliceBytes(`${text}}`, text.length - 1, [...Buffer.from(',"agent_name_2":"'), 0xed, 0xa0, 0x80, 0x22]),
    ),
    signed('hold an integer that is not exact', { ...claims, agent_number: 2 ** 53 }),
    signed('are nested deeply', `${text.slice(0, -1)},"deep":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
    signed('are nested a little too deeply', `${text.slice(0, -1)},"deep":${'['.repeat(33)}${']'.repeat(33)}}`),
    signed('hold too many values', { ...claims, many: new Array(21_000).fill(0) }),
    signed('are longer than any token', { ...claims, long: 'x'.repeat(65_536) }),
    signed('are a megabyte long', { ...claims, long: 'x'.repeat(1_048_576) }),
  ];
}

/** Returns other values of the same type, including values that a lenient comparison accepts. */
function near(value: string): Values {
  return [
    ['is another', 'another-value'],
    ['in upper case', value.toUpperCase()],
    ['with a space after it', `${value} `],
    ['with a slash after it', `${value}/`],
    ['with a null byte after it', `${value}\0`],
    ['in part', value.slice(0, -1)],
    ['with a look-alike letter', value.replace(/[ae]/, (letter) => (letter === 'a' ? 'а' : 'е'))],
    ['in an array', [value]],
    ['is an array of others', ['another', 'value']],
    ['in an object', { [value]: value }],
  ];
}

/** Returns claims with a duplicate key. One of the values is genuine, and readers differ in the value that they use. */
function twice(claims: object): readonly (readonly [string, string])[] {
  const text = JSON.stringify(claims);
  const others = {
    agent_id: 'admin',
    sub: 'admin',
    iss: DEFAULT_ISSUER,
    aud: 'another',
    exp: 4_102_444_800,
    iat: 0,
    jti: 'x'.repeat(16),
  };
  return Object.entries(others).flatMap(([claim, other]): readonly (readonly [string, string])[] => {
    const value = JSON.stringify(other);
    const own = JSON.stringify((claims as Readonly<Record<string, unknown>>)[claim] ?? other);
    const without = JSON.stringify({ ...claims, [claim]: undefined });
    return [
      [`give ${claim} twice, the first another`, `{"${claim}":${value},"${claim}":${own},${without.slice(1)}`],
      [`give ${claim} twice, the last another`, `${without.slice(0, -1)},"${claim}":${own},"${claim}":${value}}`],
      [
        `give ${claim} twice, once escaped`,
        `{"\\u00${claim.charCodeAt(0).toString(16)}${claim.slice(1)}":${value},"${claim}":${own},${without.slice(1)}`,
      ],
      ...(text.includes(`"${claim}"`)
        ? [[`give ${claim} twice, the same`, `{"${claim}":${own},${text.slice(1)}`] as const]
        : []),
    ];
  });
}

/** Returns tokens whose common claims are genuine and whose claims about the agent are wrong. Use them to test readers of identities.
 *
 * @param genuine an identity or delegation token
 */
export function hostileIdentities({ claims, header, key }: GenuineToken): readonly HostileToken[] {
  const tables: Readonly<Record<string, Values>> = {
    sub: [...NO_TEXT, ['is another', 'admin'], ['in an array', [claims.sub]]],
    agent_id: [...NO_TEXT, ['is another', 'admin'], ['in an array', [claims.agent_id]], ['is a pattern', '*']],
    roles: [
      ['is a text', 'admin'],
      ['is a number', 1],
      ['is an object', { 0: 'admin' }],
      ['holds a number', [1]],
    ],
    groups: [
      ['is a text', 'admin'],
      ['is true', true],
      ['is an object', {}],
      ['holds an array', [['admin']]],
    ],
    act: [
      ['is another', { sub: 'admin' }],
      ['is a text', 'admin'],
      ['is null', null],
    ],
    delegation_chain: [
      ['is a text', 'admin'],
      ['is an object', {}],
      ['holds a text', ['admin']],
      ['holds null', [null]],
    ],
    delegation_depth: [
      ['is negative', -1],
      ['is not that of the chain', 99],
      ['is a text', '0'],
    ],
    delegated_roles: [
      ['is another', ['admin']],
      ['is a text', 'admin'],
    ],
    max_depth: [
      ['is negative', -1],
      ['is a text', '9'],
      ['is a fraction', 0.5],
    ],
    target_globs: [
      ['is the earlier reading', 'text'],
      ['is true', true],
      ['is null', null],
    ],
    scope: [['is unknown', 'admin']],
  };
  return Object.entries(tables).flatMap(([claim, values]) =>
    values.map(([name, value]) => ({
      name: `identity: ${claim} ${name}`,
      token: mint(header, { ...claims, [claim]: value }, signWith(key)),
    })),
  );
}
