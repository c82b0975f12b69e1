import { describeCause } from '@agent-safe/core';
import { type AuditFormat, formatEvent } from '../event-formats/event-format.ts';
import { DeliveryError, type Destination } from './shipper.ts';

/** Where lines are written. `process.stdout` is one. */
export type LineStream = Pick<NodeJS.WritableStream, 'once' | 'removeListener'> & {
  write(text: string, done: (error?: Error | null) => void): boolean;
};

/**
 * Writes each event to the standard output as one line, for example for the log collector of a cluster. Events have arrived when the
 * system took them.
 */
export function stdoutDestination(
  format: AuditFormat = 'agent-safe',
  stream: LineStream = process.stdout,
): Destination {
  return {
    name: format === 'agent-safe' ? 'stdout' : `stdout-${format}`,
    ship: async (events, signal) => {
      const text = events.map((event) => `${formatEvent(format, event)}\n`).join('');
      const { promise, reject, resolve } = Promise.withResolvers<void>();
      const fail = (error: unknown) =>
        reject(new DeliveryError(`the standard output cannot be written: ${describeCause(error)}`));
      const abort = () => fail(new Error('canceled'));
      stream.once('error', fail);
      signal.addEventListener('abort', abort, { once: true });
      try {
        stream.write(text, (error) => (error === undefined || error === null ? resolve() : fail(error)));
        await promise;
      } finally {
        stream.removeListener('error', fail);
        signal.removeEventListener('abort', abort);
      }
    },
  };
}
