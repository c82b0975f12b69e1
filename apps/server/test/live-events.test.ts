import { expect, test } from 'vitest';
import { RESTART } from './support/project.ts';
import { type Proof, shareServer, type TestServer } from './support/server.ts';

const open = shareServer();

interface Sent {
  readonly id: number;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Reads a stream of events as a browser does. */
class EventReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #ending: AbortController;
  readonly #decoder = new TextDecoder();
  #text = '';

  private constructor(body: ReadableStream<Uint8Array>, ending: AbortController) {
    this.#reader = body.getReader();
    this.#ending = ending;
  }

  static async open(server: TestServer, proof: Proof, query = '', lastId?: number): Promise<EventReader> {
    const ending = new AbortController();
    const headers = { ...proof, ...(lastId === undefined ? {} : { 'last-event-id': String(lastId) }) };
    const request = new Request(`http://server.test/api/v1/events${query}`, { headers, signal: ending.signal });
    const response = await server.fetch(request);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    if (response.body === null) throw new Error('The stream has no body.');
    return new EventReader(response.body, ending);
  }

  /** @returns undefined at the end of the stream */
  async next(): Promise<Sent | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const message = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        const data = /^data: (.*)$/m.exec(message)?.[1];
        if (data !== undefined && /^event: audit$/m.test(message))
          return { id: Number(/^id: (\d+)$/m.exec(message)?.[1]), event: JSON.parse(data) };
        continue;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  close(): void {
    this.#ending.abort();
    void this.#reader.cancel();
  }
}

async function newest(server: TestServer): Promise<number> {
  const { body } = await server.send('GET', '/api/v1/audit/events?limit=1', server.user('vera', ['viewer']));
  return body.events[0]?.seq ?? 0;
}

test('a client gets each event once, also after it was away', async () => {
  const server = open();
  const viewer = server.user('vera', ['viewer']);
  const worker = await server.agent('live-worker');
  await server.send('POST', '/api/v1/check', worker, RESTART);
  const from = await newest(server);
  const first = await EventReader.open(server, viewer);
  const waiting = first.next();
  await server.send('POST', '/api/v1/check', worker, RESTART);
  expect(await waiting).toMatchObject({ id: from + 1, event: { caller: 'live-worker' } });
  first.close();
  for (let count = 0; count < 450; count += 50)
    await server.send('POST', '/api/v1/check-plan', worker, { steps: Array.from({ length: 50 }, () => RESTART) });
  const second = await EventReader.open(server, viewer, '', from + 1);
  const ids: number[] = [];
  while (ids.length < 450) ids.push((await second.next())?.id ?? 0);
  expect(ids).toEqual(Array.from({ length: 450 }, (_, index) => from + 2 + index));
  const live = second.next();
  await server.send('POST', '/api/v1/check', worker, RESTART);
  expect((await live)?.id).toBe(from + 452);
  second.close();
});

test('a client that wants some types gets these, and resumes after the others', async () => {
  const server = open();
  const viewer = server.user('vera', ['viewer']);
  const from = await newest(server);
  const reader = await EventReader.open(server, viewer, `?type=revocation,risk_reset&after=${from}`);
  await server.send('POST', '/api/v1/check', await server.agent('other-worker'), RESTART);
  await server.project.safe.revocations.add({ agent: 'typed-worker' });
  expect(await reader.next()).toMatchObject({ event: { event_type: 'revocation', id: 'typed-worker' } });
  reader.close();
});

test('T32 a stream ends when its key is revoked', async () => {
  const server = open();
  const key = await server.pep('stream', ['audit:read']);
  const reader = await EventReader.open(server, key);
  const next = reader.next();
  await server.project.safe.revocations.add({ agent: 'pep:stream' });
  expect(await next).toBeUndefined();
});

test('the number of streams of one caller is bounded, and a closed stream makes room', async () => {
  const server = open();
  const user = server.user('many', ['viewer']);
  const readers = await Promise.all(Array.from({ length: 16 }, () => EventReader.open(server, user)));
  const refused = await server.send('GET', '/api/v1/events', user);
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'streams_too_many' } } });
  readers[0]?.close();
  await expect
    .poll(async () => {
      const response = await server.fetch(new Request('http://server.test/api/v1/events', { headers: user }));
      await response.body?.cancel();
      return response.status;
    })
    .toBe(200);
  for (const reader of readers) reader.close();
});

test('an agent reads no stream', async () => {
  const server = open();
  expect((await server.send('GET', '/api/v1/events', await server.agent('worker'))).status).toBe(403);
});
