import * as z from 'zod';
import { mapping, withDefault } from '../zod/schema-helpers.ts';

function count(least: number, most: number, fallback: number) {
  return withDefault(z.int().min(least).max(most), fallback);
}

function duration(most: number, fallback: number) {
  return withDefault(z.number().min(1).max(most), fallback);
}

/** Requests in a second. 0 turns the limit off. */
const rates = mapping({
  address: count(0, 1_000_000, 500).describe(
    'Requests without valid credentials from one address of the network. Loopback is exempt. Default: 500.',
  ),
  agent: count(0, 1_000_000, 1_000).describe('Requests of one agent. Default: 1,000.'),
  user: count(0, 1_000_000, 100).describe('Requests of one user. Default: 100.'),
  pep: count(0, 1_000_000, 0).describe('Requests of one API key. Default: 0, which means no limit.'),
});

/** The schema of `server.limits`. */
export const serverLimitsSchema = mapping({
  body_bytes: count(1_024, 16_777_216, 1_048_576).describe('Largest body of a request, in bytes. Default: 1,048,576.'),
  body_depth: count(4, 512, 64).describe('Deepest nesting of a body. Default: 64.'),
  headers: count(8, 1_000, 100).describe('Most headers of a request. Default: 100.'),
  header_bytes: count(1_024, 65_536, 16_384).describe(
    'Largest size of the headers of a request together, in bytes. Default: 16,384.',
  ),
  connections: count(1, 1_000_000, 4_096).describe('Most connections of each address in "listen". Default: 4,096.'),
  header_seconds: duration(600, 10).describe('Time for the headers of a request, in seconds. Default: 10.'),
  request_seconds: duration(3_600, 30).describe('Time for a request with its body, in seconds. Default: 30.'),
  idle_seconds: duration(3_600, 60).describe(
    'Time after which a connection without progress is closed, in seconds. Default: 60.',
  ),
  requests_per_second: withDefault(rates, rates.parse({})).describe(
    'Requests in a second. A burst of twice as many is admitted. 0 turns a limit off.',
  ),
});

/** Limits of requests to the server. */
export interface ServerLimits {
  readonly body_bytes: number;
  readonly body_depth: number;
  readonly headers: number;
  readonly header_bytes: number;
  readonly connections: number;
  readonly header_seconds: number;
  readonly request_seconds: number;
  readonly idle_seconds: number;
  readonly requests_per_second: {
    readonly address: number;
    readonly agent: number;
    readonly user: number;
    readonly pep: number;
  };
}
