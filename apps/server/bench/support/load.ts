import { connect } from 'node:net';

/**
 * Sends the same request over many connections, one at a time on each, and prints `{ answers, seconds, times }` as JSON: times in
 * milliseconds at the 50th and 99th percentile. Arguments: PORT CONNECTIONS REQUESTS. Standard input: the request as bytes of HTTP/1.1.
 * It runs in its own process. Of each answer it reads only the length, so that it costs little.
 */
const [port = 0, connections = 1, requests = 1] = process.argv.slice(2).map(Number);
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const request = Buffer.concat(chunks);

let left = requests;
let failures = 0;
const times = new Float64Array(requests);
const started = performance.now();
await Promise.all(Array.from({ length: Math.min(connections, requests) }, open));
const seconds = (performance.now() - started) / 1_000;
const sorted = times.toSorted();
const at = (share: number) => sorted[Math.min(requests - 1, Math.floor(requests * share))] ?? Number.NaN;
console.log(JSON.stringify({ failures, seconds, perSecond: requests / seconds, p50: at(0.5), p99: at(0.99) }));

function open(): Promise<void> {
  const { promise, reject, resolve } = Promise.withResolvers<void>();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let sent = 0;
  let text = '';
  socket.setEncoding('latin1');
  socket.on('error', reject);
  socket.on('close', resolve);
  socket.on('connect', next);
  socket.on('data', (data: string) => {
    text += data;
    if (!isWhole(text)) return;
    if (!text.startsWith('HTTP/1.1 200') && failures++ === 0) console.error(text);
    times[left] = performance.now() - sent;
    text = '';
    next();
  });
  return promise;

  function next(): void {
    if (left <= 0) {
      socket.destroy();
      return;
    }
    left--;
    sent = performance.now();
    socket.write(request);
  }
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length);
}
