import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished, vi } from 'vitest';

const PAGE = 3;

/** After an object was written, the response is sent, or lost. */
export type AfterWrite = 'answer' | 'drop';

/**
 * Starts a server with the part of the S3 protocol that is used here: conditional writes, checksums, reading, and lists in pages.
 *
 * @param afterWrite called after each write with the number of writes
 */
export async function startFakeS3(afterWrite: (count: number) => AfterWrite = () => 'answer') {
  for (const [name, value] of [
    ['AWS_ACCESS_KEY_ID', 'test'],
    ['AWS_SECRET_ACCESS_KEY', 'test'],
    ['AWS_REGION', 'us-east-1'],
    ['AWS_ENDPOINT_URL', ''],
  ] as const)
    vi.stubEnv(name, value);
  const objects = new Map<string, Buffer>();
  let writes = 0;
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
    const body = await buffer(request);
    const found = objects.get(key);
    const tag = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;
    if (request.method === 'PUT') {
      const match = request.headers['if-match'];
      const isRefused =
        (request.headers['if-none-match'] === '*' && found !== undefined) ||
        (match !== undefined && (found === undefined || tag(found) !== match));
      if (isRefused) response.writeHead(412).end();
      else {
        objects.set(key, body);
        writes += 1;
        if (afterWrite(writes) === 'drop') request.socket.destroy();
        else response.end();
      }
    } else if (searchParams.has('list-type')) {
      const from = searchParams.get('continuation-token') ?? '';
      const keys = [...objects.keys()]
        .filter((each) => each.startsWith(searchParams.get('prefix') ?? '') && each > from)
        .sort();
      const page = keys.slice(0, PAGE);
      const more = keys.length > PAGE;
      const contents = page.map((each) => `<Contents><Key>${each}</Key></Contents>`).join('');
      const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${contents}${next}</ListBucketResult>`);
    } else if (found === undefined) {
      response.writeHead(404, { 'content-type': 'application/xml' });
      response.end('<Error><Code>NoSuchKey</Code></Error>');
    } else {
      response.setHeader('etag', tag(found));
      response.setHeader('x-amz-checksum-sha256', createHash('sha256').update(found).digest('base64'));
      response.setHeader('content-length', found.length);
      response.end(request.method === 'HEAD' ? undefined : found);
    }
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    server.close();
    server.closeAllConnections();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { objects, settings: { backend: 's3', bucket: 'logs', region: 'us-east-1', endpoint } as const };
}
