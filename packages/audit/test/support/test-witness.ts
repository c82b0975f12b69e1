import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { formatWitnessKey, parseWitnessKey, type WitnessKey } from '../../src/format/cosignature.ts';
import { formatVerifierKey, type NoteVerifier, noteVerifier } from '../../src/format/note.ts';
import { isConsistent } from '../../src/proof/verify-tree.ts';
import type { WitnessOption } from '../../src/witness/ask-witness.ts';

/** An answer of a witness. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestWitness {
  readonly key: WitnessKey;
  readonly option: WitnessOption;
  /** The checkpoint that it knows; size 0 if it knows none. */
  readonly known: { size: number; root: Uint8Array };
  /** Bodies of the requests so far. */
  readonly requests: string[];
  /** Replaces the answers. Undefined: the witness answers by the specification. */
  answer: ((answer: Answer, request: string) => Answer | undefined) | undefined;
  /** Milliseconds since 1970. */
  clock: () => number;
}

export interface WitnessKeys {
  readonly key: WitnessKey;
  readonly privateKey: KeyObject;
}

export function makeWitnessKeys(name: string): WitnessKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const text = formatVerifierKey(noteVerifier(name, publicKey, 4), 4);
  const key = parseWitnessKey(text);
  if (key === undefined || formatWitnessKey(key) !== text) throw new Error('the key of the witness is not valid');
  return { key, privateKey };
}

/** Returns the signature line of a witness, as c2sp.org/tlog-cosignature defines it. @param time seconds since 1970 */
export function cosign(text: string, { key, privateKey }: WitnessKeys, time: number): string {
  const head = Buffer.alloc(12);
  head.writeUInt32BE(key.keyId);
  head.writeBigUInt64BE(BigInt(time), 4);
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), privateKey);
  return `— ${key.name} ${Buffer.concat([head, signature]).toString('base64')}\n`;
}

/** Starts a witness for tests on this machine, written after c2sp.org/tlog-witness. It knows one log. */
export async function startTestWitness(name: string, log: NoteVerifier): Promise<TestWitness> {
  const keys = makeWitnessKeys(name);
  const known = { size: 0, root: new Uint8Array() };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void collect(request).then((body) => {
      requests.push(body);
      const answer = request.url === '/w/add-checkpoint' ? judge(body) : { status: 404, body: 'no such path\n' };
      send(response, witness.answer === undefined ? answer : witness.answer(answer, body));
    });
  });
  const judge = (body: string): Answer => {
    const [, old, lines = '', note = ''] = /^old (0|[1-9]\d*)\n((?:[^\n]+\n)*)\n([\s\S]*)$/.exec(body) ?? [];
    if (old === undefined) return { status: 400, body: 'malformed\n' };
    const hashes = lines
      .split('\n')
      .slice(0, -1)
      .map((line) => Buffer.from(line, 'base64'));
    const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
    if (text.split('\n')[0] !== log.name) return { status: 404, body: 'unknown log\n' };
    const opened = openCheckpoint(note, [log]);
    if (!opened.ok) return { status: 403, body: 'unknown key\n' };
    const { root, size } = opened.checkpoint;
    if (Number(old) > size || hashes.length > 63) return { status: 400, body: 'malformed\n' };
    if (Number(old) !== known.size)
      return { status: 409, body: `${known.size}\n`, headers: { 'content-type': 'text/x.tlog.size' } };
    const isRight = known.size === 0 ? hashes.length === 0 : isConsistent(known.size, size, hashes, known.root, root);
    if (!isRight) return { status: 422, body: 'inconsistent\n' };
    Object.assign(known, { size, root });
    return { status: 200, body: cosign(text, keys, Math.floor(witness.clock() / 1_000)) };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/w`;
  const option: WitnessOption = { url, key: keys.key, allowPrivate: true };
  const witness: TestWitness = { key: keys.key, option, known, requests, answer: undefined, clock: Date.now };
  return witness;
}

/** No answer at all: the connection stays open. */
function send(response: ServerResponse, answer: Answer | undefined): void {
  if (answer !== undefined) response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function collect(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
