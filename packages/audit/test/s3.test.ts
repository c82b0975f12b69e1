import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { s3Destination } from '../src/ship/s3.ts';
import { DeliveryError, type ShippedEvent } from '../src/ship/shipper.ts';
import { noAws, temporaryBucket } from './support-moto.ts';

const never = new AbortController().signal;

const event = (seq: number, more: Partial<ShippedEvent> = {}): ShippedEvent => ({
  seq,
  event_id: `evt-${seq}`,
  event_type: 'evaluation',
  timestamp: '2026-01-02T03:04:05.678Z',
  entry_hash: String(seq).padStart(64, '0'),
  line: `{"v":1, "seq":${seq},"text":"ü"}`,
  ...more,
});

const note = (size: number, root = 'root') => `log.example\n${size}\n${root}\n\n— log.example c2lnbmF0dXJl\n`;

describe.skipIf(noAws !== undefined)(`S3${noAws === undefined ? '' : ` (skipped: ${noAws})`}`, () => {
  const start = async (prefix?: string) => {
    const bucket = await temporaryBucket();
    const { ship, shipCheckpoint } = s3Destination({ bucket: bucket.bucket, prefix, forcePathStyle: true });
    const checkpoint = async (text: string) => shipCheckpoint?.(text, never);
    return { ...bucket, ship, checkpoint };
  };

  test('a batch is one object with the bytes of the log', async () => {
    const { describe: look, keys, read, ship } = await start();
    await ship([event(7), event(8), event(9)], never);
    const key = 'audit-logs/2026/01/02/000000000007-000000000009.jsonl';
    expect(await keys()).toEqual([key]);
    const body = await read(key);
    expect(body.toString()).toBe([7, 8, 9].map((seq) => `${event(seq).line}\n`).join(''));
    expect(await look(key)).toMatchObject({
      ContentType: 'application/x-ndjson',
      ChecksumSHA256: createHash('sha256').update(body).digest('base64'),
    });
  });

  test('a batch includes closed torn bytes between its lines', async () => {
    const { read, ship } = await start('deep/er/');
    const torn = Buffer.from([0x7b, 0x22, 0, 0xff]);
    await ship([event(1, { timestamp: 'yesterday' }), event(2, { torn })], never);
    expect(await read('deep/er/undated/000000000001-000000000002.jsonl')).toEqual(
      Buffer.concat([Buffer.from(`${event(1).line}\n`), torn, Buffer.from(`\n${event(2).line}\n`)]),
    );
  });

  test('a repeated batch is stored once, and a batch of another log does not replace it', async () => {
    const { bucket, keys, read, ship } = await start();
    await ship([event(1)], never);
    await ship([event(1)], never);
    await expect(ship([event(1, { line: '{"other":true}' })], never)).rejects.toThrow(
      new DeliveryError(
        `the bucket ${bucket}: the object of events 1 to 1 has other content. Give each log its own prefix`,
      ),
    );
    expect(await keys()).toHaveLength(1);
    expect((await read('audit-logs/2026/01/02/000000000001-000000000001.jsonl')).toString()).toBe(`${event(1).line}\n`);
  });

  test('a checkpoint is stored under its size, and another one does not replace it', async () => {
    const { checkpoint, read } = await start();
    await checkpoint(note(12));
    await checkpoint(note(12));
    await checkpoint(note(12, 'forged'));
    expect((await read('audit-logs/checkpoints/000000000012.txt')).toString()).toBe(note(12));
    expect((await read('audit-logs/checkpoint')).toString()).toBe(note(12));
  });

  test('the newest checkpoint is replaced only by a larger one', async () => {
    const { checkpoint, keys, read } = await start();
    for (const [size, newest] of [
      [9, 9],
      [100, 100],
      [20, 100],
      [101, 101],
    ] as const) {
      await checkpoint(note(size));
      expect((await read('audit-logs/checkpoint')).toString()).toBe(note(newest));
    }
    expect(await keys()).toHaveLength(5);
  });

  test('an object that is not a checkpoint is replaced by a checkpoint', async () => {
    const { checkpoint, put, read } = await start();
    await put('audit-logs/checkpoint', 'x'.repeat(200_000));
    await checkpoint(note(1));
    expect((await read('audit-logs/checkpoint')).toString()).toBe(note(1));
  });

  test('T21 an error contains the code and the bucket', async () => {
    const missing = s3Destination({ bucket: 'agent-safe-missing', forcePathStyle: true });
    await expect(missing.ship([event(1)], never)).rejects.toThrow(
      new DeliveryError('the bucket agent-safe-missing: NoSuchBucket (404)'),
    );
  });
});

describe('a failing S3 request', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'hunter2');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hunter2');
    vi.stubEnv('AWS_REGION', 'us-east-1');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
  });

  const startServer = async (listener: RequestListener) => {
    let requests = 0;
    const server = createServer((request, response) => {
      requests += 1;
      request.resume();
      listener(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const open = (timeoutMs?: number) =>
      s3Destination({ bucket: 'logs', endpoint, forcePathStyle: true, region: 'us-east-1', timeoutMs });
    return { open, count: () => requests };
  };
  const failing = (why: string) => new DeliveryError(`the bucket logs: ${why}`);

  test.each([
    [403, 'AccessDenied', 'AccessDenied (403)'],
    [503, 'SlowDown', 'SlowDown (503)'],
    [409, 'ConditionalRequestConflict', 'ConditionalRequestConflict (409)'],
    [400, 'hunter2 is the key', 'an unknown error (400)'],
  ])('T21 with status %i %s is sent once, and the error does not show its content', async (status, code, shown) => {
    const { count, open } = await startServer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>hunter2</Message><RequestId>hunter2</RequestId></Error>`);
    });
    const shipped = open().ship([event(1)], never);
    await expect(shipped).rejects.toThrow(failing(shown));
    await expect(shipped).rejects.toSatisfy((error: Error) => !`${error.stack} ${error.cause}`.includes('hunter2'));
    expect(count()).toBe(1);
  });

  test('T22 that hangs is canceled after the timeout', async () => {
    const { open } = await startServer(() => undefined);
    await expect(open(50).ship([event(1)], never)).rejects.toThrow(failing('no complete response within 50 ms'));
  });

  test('T22 with an endless response is canceled after the timeout', async () => {
    const { open } = await startServer((request, response) => {
      if (request.method === 'GET') response.write('log.example\n');
      else response.end();
    });
    await expect(open(200).shipCheckpoint?.(note(1), never)).rejects.toThrow(
      failing('no complete response within 200 ms'),
    );
  });

  test('is canceled by the signal', async () => {
    const controller = new AbortController();
    const { open } = await startServer(() => controller.abort());
    const { ship } = open();
    await expect(ship([event(1)], controller.signal)).rejects.toThrow(failing('the request was canceled'));
    await expect(ship([event(1)], controller.signal)).rejects.toThrow(failing('the request was canceled'));
  });

  test('to a closed port rejects', async () => {
    const { ship } = s3Destination({ bucket: 'logs', endpoint: 'http://127.0.0.1:1', forcePathStyle: true });
    await expect(ship([event(1)], never)).rejects.toThrow(failing('ECONNREFUSED'));
  });

  test('does not replace a checkpoint that another writer wrote meanwhile', async () => {
    const conditions: (string | undefined)[] = [];
    const { open } = await startServer((request, response) => {
      if (request.method === 'GET') response.setHeader('etag', '"tag"').end(note(1));
      else {
        conditions.push(request.headers['if-none-match'] ?? request.headers['if-match']);
        response.writeHead(412).end();
      }
    });
    await expect(open().shipCheckpoint?.(note(2), never)).rejects.toThrow(/was replaced by another writer meanwhile/);
    expect(conditions).toEqual(['*', '"tag"']);
  });

  test('without the AWS SDK names the package to install', async () => {
    vi.doMock('@aws-sdk/client-s3', () => {
      throw new Error('Cannot find package');
    });
    onTestFinished(() => {
      vi.doUnmock('@aws-sdk/client-s3');
    });
    await expect(s3Destination({ bucket: 'logs' }).ship([event(1)], never)).rejects.toThrow(
      new DeliveryError('the AWS SDK is not installed. Run "npm install @aws-sdk/client-s3"'),
    );
  });
});

describe('the options of S3', () => {
  test.each([
    ['no bucket', { bucket: '' }],
    ['a bucket with a line end', { bucket: 'hunter2\n' }],
    ['an endpoint that is not a URL', { bucket: 'logs', endpoint: 'hunter2' }],
    ['an endpoint with a password', { bucket: 'logs', endpoint: 'https://user:hunter2@s3.example' }],
    ['an endpoint with another scheme', { bucket: 'logs', endpoint: 'file:///hunter2' }],
    ['no timeout', { bucket: 'logs', timeoutMs: 0 }],
  ])('T21 %s is refused, and the error does not show it', (_, options) => {
    expect(() => s3Destination(options)).toThrow(DeliveryError);
    expect(() => s3Destination(options)).toThrow(/^(?!.*hunter2)/);
  });

  test('the name differs for each bucket, prefix and endpoint', () => {
    const names = [
      { bucket: 'logs' },
      { bucket: 'logs2' },
      { bucket: 'logs', prefix: 'other/' },
      { bucket: 'logs', endpoint: 'https://s3.example' },
    ].map((options) => s3Destination(options).name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^s3-[\da-f]{16}$/.test(name))).toBe(true);
  });
});
