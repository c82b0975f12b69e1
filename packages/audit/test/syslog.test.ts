import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { anyDraft } from '@agent-safe/testkit';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openDestination } from '../src/ship/destinations.ts';
import { shipLog } from '../src/ship/ship-log.ts';
import { type SyslogOptions, syslogDestination } from '../src/ship/syslog.ts';
import { syslogFrame } from '../src/ship/syslog-message.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder } from './support/folder.ts';
import { startSocketServer } from './support/socket-server.ts';

const never = new AbortController().signal;
const folder = makeFolderOnce();

function makeFolderOnce(): () => string {
  let made: string | undefined;
  return () => (made ??= execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim());
}

/** Makes a certificate for a name. */
function makeCertificate(name: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder(), `${name}.pem`), join(folder(), `${name}.key`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const what = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...what, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  return { cert, key };
}

let localhost: { readonly cert: string; readonly key: string };
let other: { readonly cert: string; readonly key: string };
beforeAll(() => {
  localhost = makeCertificate('localhost');
  other = makeCertificate('other.example');
});

interface Message {
  readonly priority: number;
  readonly timestamp: string;
  readonly app: string;
  readonly id: string;
  readonly data: string;
  readonly text: string;
}

/** Reads frames as in RFC 5425: the length in octets, a space, and a message of RFC 5424. */
function readFrames(bytes: Buffer): readonly Message[] {
  const messages: Message[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = bytes.toString('latin1', at, space);
    if (!/^[1-9]\d*$/.test(length)) throw new Error(`not a length: ${length}`);
    const message = bytes.subarray(space + 1, space + 1 + Number(length));
    if (message.length !== Number(length)) throw new Error('the message is cut');
    messages.push(readMessage(message.toString('utf8')));
    at = space + 1 + Number(length);
  }
  return messages;
}

function readMessage(message: string): Message {
  const header =
    /^<(\d{1,3})>1 (\S+) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) ((?:\[[^\]]*\])+) (\uFEFF?)([\s\S]*)$/;
  const [, priority, timestamp = '', , app = '', , id = '', data = '', mark, text = ''] = header.exec(message) ?? [];
  if (mark === '' && /[^\x20-\x7e]/.test(text)) throw new Error('the text is UTF-8 without a byte order mark');
  return { priority: Number(priority), timestamp, app, id, data, text };
}

/** Starts a TLS receiver. */
async function startReceiver(
  certificate: { readonly cert: string; readonly key: string } = localhost,
  accept: (socket: TLSSocket) => void = (socket) => void socket.resume(),
) {
  const received: Buffer[] = [];
  const server = createServer(
    { cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) },
    (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => void received.push(chunk));
      accept(socket);
    },
  );
  server.on('tlsClientError', () => undefined);
  const open: Socket[] = [];
  server.on('connection', (socket) => void open.push(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  const options = (more: Partial<SyslogOptions> = {}): SyslogOptions => ({
    host: 'localhost',
    port,
    caFile: localhost.cert,
    ...more,
  });
  return { port, options, messages: () => readFrames(Buffer.concat(received)) };
}

async function logOf(count: number) {
  const path = join(makeFolder(), 'audit.jsonl');
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  const add = async (more: number) => {
    for (let index = 0; index < more; index += 1)
      await log.append([anyDraft({ event_type: 'decision', fields: { result: 'deny', reason: `n ${index} — ü\n` } })]);
  };
  await add(count);
  const lines = () => readFileSync(path, 'utf8').trimEnd().split('\n');
  return { path, add, lines };
}

describe('syslog', () => {
  test('T54 each event is a message of RFC 5424 over TLS, framed as in RFC 5425, in order and once', async () => {
    const { add, lines, path } = await logOf(210);
    const { messages, port } = await startReceiver();
    const open = () => openDestination({ backend: 'syslog', host: 'localhost', port, ca_file: localhost.cert }, path);
    await shipLog(path, open(), never);
    await add(3);
    await shipLog(path, open(), never);
    await shipLog(path, open(), never);
    expect(messages().map(({ text }) => text)).toEqual(lines());
    expect(messages()[212]).toMatchObject({
      priority: 13 * 8 + 4,
      app: 'agent-safe',
      id: 'decision',
      data: '[meta sequenceId="213"][origin software="agent-safe"]',
    });
    expect(messages()[0]?.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('T54 hostile text stays inside of its message', () => {
    const line = '{"reason":"x"}';
    const event = { seq: 2 ** 40, event_id: 'e', event_type: 'a b\n<1>', timestamp: 'now\n', entry_hash: 'h', line };
    const [message] = readFrames(syslogFrame('agent-safe', event, 'my host\n'));
    expect(message).toMatchObject({
      timestamp: '-',
      id: 'a_b_<1>',
      data: '[origin software="agent-safe"]',
      text: line,
    });
  });

  test('T22 T54 after a receiver that ends without reading, the next one gets every event', async () => {
    const { lines, path } = await logOf(5);
    const early = await startReceiver(localhost, (socket) => socket.destroy());
    await expect(shipLog(path, { ...syslogDestination(early.options()), name: 'syslog' }, never)).rejects.toThrow(
      /^localhost:\d+: (the receiver closed the connection early|not delivered \(\w+\))$/,
    );
    const { messages, options } = await startReceiver();
    await shipLog(path, { ...syslogDestination(options()), name: 'syslog' }, never);
    expect(messages().map(({ text }) => text)).toEqual(lines());
  });

  test.each<[string, () => Promise<Partial<SyslogOptions>>, RegExp]>([
    [
      'a wrong name in its certificate',
      async () => (await startReceiver(other)).options({ caFile: other.cert }),
      /ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
    [
      'an unknown certificate',
      async () => (await startReceiver(other)).options(),
      /\((DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE)\)/,
    ],
    ['no trusted certificate', async () => (await startReceiver()).options({ caFile: undefined }), /SELF_SIGNED/],
    [
      'no TLS',
      async () => ({ port: await startSocketServer((socket) => socket.end('hello')) }),
      /not delivered \(\w+\)|closed/,
    ],
    [
      'no answer',
      async () => ({ port: await startSocketServer(() => undefined), timeoutMs: 50 }),
      /not delivered within 50 ms/,
    ],
    [
      'no end',
      async () => (await startReceiver(localhost, (socket) => void socket.pause())).options({ timeoutMs: 200 }),
      /not delivered within 200 ms/,
    ],
    ['a closed port', async () => ({ port: 1 }), /not delivered \(ECONNREFUSED\)/],
  ])('T22 T54 to a receiver with %s is a delivery error that names it', async (_, start, message) => {
    const { path } = await logOf(1);
    const destination = syslogDestination({ host: 'localhost', caFile: localhost.cert, ...(await start()) });
    const shipped = shipLog(path, destination, never);
    await expect(shipped).rejects.toThrow(message);
    await expect(shipped).rejects.toMatchObject({ name: 'DeliveryError' });
  });

  test('T54 a missing or wrong file is named, and its content is not', async () => {
    const { path } = await logOf(1);
    const missing = syslogDestination({ host: 'localhost', caFile: '/nowhere/ca.pem' });
    await expect(shipLog(path, missing, never)).rejects.toThrow(
      /the file \/nowhere\/ca\.pem cannot be read \(ENOENT\)/,
    );
    const wrong = syslogDestination({ host: 'localhost', certFile: localhost.key, keyFile: path });
    await expect(shipLog(path, wrong, never)).rejects.toThrow(/the certificate or the key cannot be used \(\w+\)/);
  });

  test('T22 T54 is canceled by the signal', async () => {
    const controller = new AbortController();
    const { options } = await startReceiver(localhost, () => controller.abort());
    const [event] = [{ seq: 1, event_id: 'e', event_type: 'x', timestamp: '-', entry_hash: 'h', line: '{}' }];
    await expect(syslogDestination(options()).ship([event], controller.signal)).rejects.toThrow(/canceled/);
  });
});
