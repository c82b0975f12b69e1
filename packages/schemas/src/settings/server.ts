import type { TrustedIssuer } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report, text, variable, withDefault } from '../zod/schema-helpers.ts';
import { issuersSchema } from './issuers.ts';
import { type ServerLimits, serverLimitsSchema } from './server-limits.ts';
import { type OidcSettings, oidcSchema, type SlackSettings, slackSchema } from './sign-in.ts';

const listener = text
  .regex(/^(?:unix:.+|(?:\[[0-9a-f:]+\]|[\w.-]+):\d{1,5})$/i, 'must be HOST:PORT or unix:PATH')
  .refine((address) => address.startsWith('unix:') || Number(/\d+$/.exec(address)?.[0]) <= 65_535, {
    message: 'must have a port of 65535 or less',
  });

const tls = mapping({
  cert_file: text.describe('File with the certificate and its chain, in PEM.'),
  key_file: text.describe('File with the private key, in PEM.'),
});

const origin = text.regex(
  /^https?:\/\/(?:\[[0-9a-f:]+\]|[\w.-]+)(?::\d{1,5})?$/i,
  'must be an origin, such as https://console.example',
);

const network = text.regex(/^[0-9a-f.:]+(?:\/\d{1,3})?$/i, 'must be an address or a network, such as 10.0.0.0/8');

const traces = mapping({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .describe('URL that takes spans by OTLP over HTTP as JSON, such as http://127.0.0.1:4318/v1/traces.'),
  headers_env: optional(variable).describe(
    'Environment variable with headers of the requests to the endpoint, such as authorization=Bearer%20TOKEN. Default: none.',
  ),
  sample_ratio: withDefault(z.number().min(0).max(1), 1).describe(
    'Part of the traces that begin here and are sent, from 0 to 1. Default: 1.',
  ),
  service_name: withDefault(text.max(256), 'agent-safe').describe(
    'Name of the service in traces. Default: agent-safe.',
  ),
});

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'off'] as const;

const owner = mapping({
  agents: z.array(text).min(1).describe('Globs over agent ids.'),
  users: z.array(text).min(1).describe('Ids of the users that own these agents.'),
});

/** The schema of `server`. */
export const serverSchema = mapping({
  listen: withDefault(z.array(listener).min(1), ['127.0.0.1:8080']).describe(
    'Addresses of the server: HOST:PORT or unix:PATH. Default: 127.0.0.1:8080.',
  ),
  public_url: optional(z.url({ protocol: /^https?$/ })).describe(
    'Base URL of the server in links that it sends out. Default: the first address.',
  ),
  issuers: optional(issuersSchema).describe(
    'Issuers of tokens that agents may use instead of identity tokens: OpenID providers and Kubernetes clusters. Default: none.',
  ),
  tls: optional(tls).describe('Certificate of the server. Default: none, which allows loopback only.'),
  behind_proxy: withDefault(z.boolean(), false).describe(
    'Whether a proxy in front of the server ends TLS. Default: false.',
  ),
  trusted_proxies: withDefault(z.array(network), ['127.0.0.0/8', '::1/128']).describe(
    'Networks of proxies whose header "x-forwarded-for" counts, if "behind_proxy" is true. Default: loopback.',
  ),
  socket_group: optional(z.union([text, z.int().min(0)])).describe(
    'Group that may use Unix sockets: a name or a number. Default: only the user of the server.',
  ),
  cors_origins: withDefault(z.array(origin), []).describe(
    'Origins of web pages that may call the API with a bearer token. Default: none.',
  ),
  log: withDefault(z.enum(LOG_LEVELS), 'info').describe(
    'Least level of the lines that the server logs: debug, info, warn, error or off. Default: info.',
  ),
  reload_seconds: withDefault(z.number().min(1).max(3_600), 5).describe(
    'Time between two looks for changed files, in seconds. Default: 5.',
  ),
  shutdown_seconds: withDefault(z.number().min(0).max(3_600), 25).describe(
    'Time for requests in progress when the server stops, in seconds. Default: 25.',
  ),
  limits: withDefault(serverLimitsSchema, serverLimitsSchema.parse({})).describe('Limits of requests.'),
  owners: optional(z.array(owner)).describe(
    'Owners of agents. A user never approves a request of an agent that he or she owns.',
  ),
  oidc: optional(oidcSchema).describe('OpenID provider that signs users in. Default: none.'),
  slack: optional(slackSchema).describe('Answers to approval requests by buttons in Slack. Default: none.'),
  traces: optional(traces).describe('OpenTelemetry traces. Default: none.'),
}).superRefine(({ limits }, context) => {
  if (limits.header_seconds <= limits.request_seconds) return;
  report(context, {
    code: 'limit_contradiction',
    message: '"header_seconds" is longer than "request_seconds", which includes the headers.',
    fix: 'Raise "request_seconds", or lower "header_seconds".',
    path: ['limits', 'header_seconds'],
  });
});

/** Least level of the lines that the server logs. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** OpenTelemetry traces of the server. */
export interface TraceSettings {
  readonly endpoint: string;
  readonly headers_env?: string;
  readonly sample_ratio: number;
  readonly service_name: string;
}

/** Settings of `agent-safe serve`. */
export interface ServerSettings {
  /** Addresses: HOST:PORT or unix:PATH. */
  readonly listen: readonly string[];
  readonly public_url?: string;
  readonly tls?: { readonly cert_file: string; readonly key_file: string };
  readonly behind_proxy: boolean;
  readonly trusted_proxies: readonly string[];
  readonly socket_group?: string | number;
  readonly cors_origins: readonly string[];
  readonly log: LogLevel;
  readonly reload_seconds: number;
  readonly shutdown_seconds: number;
  readonly limits: ServerLimits;
  readonly traces?: TraceSettings;
  readonly oidc?: OidcSettings;
  readonly slack?: SlackSettings;
  /** A user never approves a request of an agent that he or she owns. */
  readonly owners?: readonly { readonly agents: readonly string[]; readonly users: readonly string[] }[];
  /** Issuers of tokens that agents may use instead of identity tokens. */
  readonly issuers?: readonly TrustedIssuer[];
}
