import { encodeSegment, type GenuineToken, type HostileToken, mint, signSegments, signWith } from './forge.ts';

/** Returns tokens with genuine content in another form. Only one text may represent a token. */
export function hostileForms(genuine: GenuineToken): readonly HostileToken[] {
  return [...wrapped(genuine), ...respelt(genuine), ...serialized(genuine)].map(([name, token]) => ({
    name: `form: ${name}`,
    token,
  }));
}

type Form = readonly [name: string, token: string];

/** Returns tokens with text around them, between their parts, or in place of them. */
function wrapped({ claims, header, key }: GenuineToken): readonly Form[] {
  const token = mint(header, claims, signWith(key));
  const [first = '', payload = '', signature = ''] = token.split('.');
  return [
    ['nothing', ''],
    ['a dot', '.'],
    ['two dots', '..'],
    ['three dots', '...'],
    ['a name', 'deploy-agent-01'],
    ['null', 'null'],
    ['one part', first],
    ['two parts', `${first}.${payload}`],
    ['no header', `.${payload}.${signature}`],
    ['no payload', `${first}..${signature}`],
    ['no signature', `${first}.${payload}.`],
    ['a dot after it', `${token}.`],
    ['a dot before it', `.${token}`],
    ['two dots in the middle', `${first}..${payload}.${signature}`],
    ['a fourth part', `${token}.${signature}`],
    ['five parts, as of a JWE', `${first}.${payload}.${signature}.${payload}.${signature}`],
    [
      'a JWE',
      `${encodeSegment({ alg: 'dir', enc: 'A256GCM' })}..${encodeSegment('initial iv 1')}.${payload}.${signature}`,
    ],
    ['a disclosure after it', `${token}~`],
    ['twice', `${token}${token}`],
    ['twice, with a comma', `${token},${token}`],
    ['twice, with a space', `${token} ${token}`],
    ['a space before it', ` ${token}`],
    ['a space after it', `${token} `],
    ['a tab after it', `${token}\t`],
    ['a line break before it', `\n${token}`],
    ['a line break after it', `${token}\n`],
    ['a carriage return after it', `${token}\r\n`],
    ['a null byte after it', `${token}\0`],
    ['a null byte in the signature', `${token.slice(0, -4)}\0${token.slice(-4)}`],
    ['a byte order mark before it', `\ufeff${token}`],
    ['a zero-width space after it', `${token}\u200b`],
    ['a soft hyphen in it', `${first}\u00ad.${payload}.${signature}`],
    ['Bearer before it', `Bearer ${token}`],
    ['quotes around it', `"${token}"`],
    ['brackets around it', `<${token}>`],
    ['a fragment after it', `${token}#x`],
    ['dots that are full-width', token.replaceAll('.', '．')],
    ['dots that are percent-encoded', token.replaceAll('.', '%2E')],
    ['letters that are Cyrillic', token.replace('e', 'е')],
    ['letters that are full-width', `${token.slice(0, -1)}${fullWidth(token.slice(-1))}`],
    ['letters of the other case', swapCase(token)],
    ['a long signature', `${token}${'A'.repeat(1_048_576)}`],
    ['a megabyte of spaces', `${token}${' '.repeat(1_048_576)}`],
    ['a megabyte of dots', '.'.repeat(1_048_576)],
  ];
}

function fullWidth(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
}

function swapCase(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}

/** Returns tokens with the same bytes in another base64 spelling, and a valid signature. */
function respelt({ claims, header, key }: GenuineToken): readonly Form[] {
  const signInput = signWith(key);
  const sign = (first: string, payload: string): string => signSegments(first, payload, signInput);
  // White space after the JSON has no meaning. It gives each segment spare bits, and the signature both "-" and "_".
  const [first, payload] = [spare(JSON.stringify(header)), spare(JSON.stringify(claims))];
  const token = oddlyLettered(first, JSON.stringify(claims), sign);
  const [, , signature = ''] = token.split('.');
  const input = token.slice(0, -signature.length);
  return [
    ['a padded header', sign(pad(first), payload)],
    ['a padded payload', sign(first, pad(payload))],
    ['a padded signature', `${input}${pad(signature)}`],
    ['a signature with too much padding', `${input}${signature}====`],
    ['a signature in the alphabet of base64', `${input}${signature.replaceAll('-', '+').replaceAll('_', '/')}`],
    ['a signature in base64, padded', `${input}${pad(signature.replaceAll('-', '+').replaceAll('_', '/'))}`],
    ['a signature with one letter of base64', `${input}${signature.replace('-', '+')}`],
    ['spare bits in the header', sign(setSpareBit(first), payload)],
    ['spare bits in the payload', sign(first, setSpareBit(payload))],
    ['spare bits in the signature', `${input}${setSpareBit(signature)}`],
    ['a space in the header', sign(`${first.slice(0, 4)} ${first.slice(4)}`, payload)],
    ['a line break in the payload', sign(first, `${payload.slice(0, 64)}\n${payload.slice(64)}`)],
    ['a carriage return in the signature', `${input}${signature.slice(0, 4)}\r\n${signature.slice(4)}`],
    ['a header in hexadecimal digits', sign(Buffer.from(JSON.stringify(header)).toString('hex'), payload)],
    ['a payload that is not encoded', sign(first, JSON.stringify(claims))],
    ['a letter that is not base64', `${input}${signature.slice(0, 4)}!${signature.slice(4)}`],
  ];
}

/** Encodes a text, with white space that leaves two or four bits unused. */
function spare(text: string): string {
  return encodeSegment(Buffer.byteLength(text) % 3 === 0 ? `${text} ` : text);
}

function pad(segment: string): string {
  return `${segment}${'='.repeat(4 - (segment.length % 4))}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function setSpareBit(segment: string): string {
  return `${segment.slice(0, -1)}${ALPHABET[ALPHABET.indexOf(segment.slice(-1)) + 1]}`;
}

function oddlyLettered(first: string, claims: string, sign: (first: string, payload: string) => string): string {
  for (let spaces = 0; ; spaces++) {
    const token = sign(first, encodeSegment(claims + ' '.repeat(spaces)));
    const signature = token.slice(token.lastIndexOf('.'));
    if (signature.includes('-') && signature.includes('_')) return token;
  }
}

/** Returns the other serializations of a JWS, from RFC 7515 section 7.2 and RFC 7797. */
function serialized({ claims, header, key }: GenuineToken): readonly Form[] {
  const signInput = signWith(key);
  const [first, payload, signature] = mint(header, claims, signInput).split('.');
  const unencoded = encodeSegment({ ...header, b64: false, crit: ['b64'] });
  const raw = JSON.stringify(claims);
  return [
    ['flattened JSON', JSON.stringify({ protected: first, payload, signature })],
    ['flattened JSON with the header unprotected', JSON.stringify({ header, payload, signature })],
    ['general JSON', JSON.stringify({ payload, signatures: [{ protected: first, signature }] })],
    ['JSON with a compact token', JSON.stringify({ token: `${first}.${payload}.${signature}` })],
    ['an unencoded payload', signSegments(unencoded, raw, signInput)],
    ['a detached payload', `${unencoded}..${signInput(`${unencoded}.${raw}`).toString('base64url')}`],
    ['its own text in base64url', encodeSegment(`${first}.${payload}.${signature}`)],
    ['its claims alone', raw],
  ];
}
