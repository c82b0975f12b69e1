import { readFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import type { AuditFormat } from '../event-formats/event-format.ts';
import { DeliveryError, type Destination } from './shipper.ts';
import { syslogFrame } from './syslog-message.ts';

/** Milliseconds between the last message and the end of a connection, at least. */
const SHORTEST_WAIT = 20;

export interface SyslogOptions {
  /** Name or address of the receiver. Its certificate must be valid for it. */
  readonly host: string;
  /** Default: 6514. */
  readonly port?: number | undefined;
  /** File with the certificates of trusted authorities, in PEM. Default: the authorities that Node.js trusts. */
  readonly caFile?: string | undefined;
  /** Files with the certificate and the key of this client, in PEM. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** Form of the messages. Default: the line of the log. */
  readonly format?: AuditFormat | undefined;
  /** Maximum duration of one delivery, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Sends events to a syslog receiver: RFC 5424 over TLS as in RFC 5425.
 *
 * Syslog has no acknowledgment. Therefore each delivery is one connection, which ends with `close_notify`. The events have arrived when
 * the receiver closes the connection in answer: RFC 5425 requires it to answer, and it read everything before.
 */
export function syslogDestination(options: SyslogOptions): Destination {
  const { format = 'agent-safe', host, port = 6514 } = options;
  return {
    name: `syslog ${host}:${port}${format === 'agent-safe' ? '' : ` ${format}`}`,
    ship: async (events, signal) => {
      const frames = Buffer.concat(events.map((event) => syslogFrame(format, event)));
      await send(options, `${host}:${port}`, frames, signal);
    },
  };
}

async function send(options: SyslogOptions, peer: string, frames: Buffer, signal: AbortSignal): Promise<void> {
  const { host, port = 6514, timeoutMs = 30_000 } = options;
  const { promise, reject, resolve } = Promise.withResolvers<void>();
  const fail = (why: string) => reject(new DeliveryError(`${peer}: ${why}`));
  const { connect } = await import('node:tls');
  const files = readFiles(options, peer);
  let socket: TLSSocket;
  try {
    // Flags of the process must not allow invalid certificates.
    const secure = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const;
    socket = connect({ host, port, ...files, ...secure, servername: isAddress(host) ? '' : host });
  } catch (error) {
    throw new DeliveryError(`${peer}: the certificate or the key cannot be used (${codeOf(error)})`);
  }
  const timer = setTimeout(() => fail(`not delivered within ${timeoutMs} ms`), timeoutMs);
  const abort = () => fail('the delivery was canceled');
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  let isSent = false;
  const end = () =>
    socket.end(() => {
      isSent = true;
    });
  const started = performance.now();
  socket.once('secureConnect', () => {
    // A receiver that closed before the data reached it is noticed within a round trip, which the handshake measured.
    const roundTrip = Math.max(performance.now() - started, SHORTEST_WAIT);
    socket.write(frames, () => setTimeout(() => end(), roundTrip));
    socket.resume();
  });
  const early = () => fail('the receiver closed the connection early');
  // The answer may be read in the same turn as the end of the own data.
  socket.once('end', () => setImmediate(() => (isSent ? resolve() : early())));
  socket.on('error', (error) => fail(`not delivered (${codeOf(error)})`));
  socket.once('close', () => setImmediate(early));
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    socket.destroy();
  }
}

/** Reads the files for each delivery, so that renewed certificates are used. */
function readFiles({ caFile, certFile, keyFile }: SyslogOptions, peer: string): Record<string, Buffer> {
  const files = { ca: caFile, cert: certFile, key: keyFile };
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, file]) => {
      if (file === undefined) return [];
      try {
        return [[name, readFileSync(file)]];
      } catch (error) {
        throw new DeliveryError(`${peer}: the file ${file} cannot be read (${codeOf(error)})`);
      }
    }),
  );
}

/** Messages of errors are left out, because the receiver can influence them. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
}

function isAddress(host: string): boolean {
  return process.getBuiltinModule('node:net').isIP(host) !== 0;
}
