import { resolve } from 'node:path';
import type { DestinationSettings } from '@agent-safe/audit';
import { AUDIT_FORMATS } from '@agent-safe/core';
import { type Options, readCount, UsageError, type Values } from '../command/command.ts';

/** The options of each destination of an audit log. */
const BACKENDS = {
  filesystem: ['path', 'format'],
  s3: ['bucket', 'prefix', 'region', 'endpoint', 'format'],
  webhook: ['url', 'url-env', 'secret-env', 'authorization-env', 'allow-private', 'batch', 'format'],
  syslog: ['host', 'port', 'ca-file', 'cert-file', 'key-file', 'format'],
  stdout: ['format'],
} as const;
type Backend = keyof typeof BACKENDS;
const NAMES = Object.keys(BACKENDS) as readonly Backend[];

/** Options that name an archive: a copy, or a bucket. */
export const ARCHIVE_OPTIONS = {
  backend: { type: 'string', value: 'NAME', summary: 'Where the events are', choices: ['filesystem', 's3'] },
  path: { type: 'string', value: 'FILE', summary: 'filesystem: the file of the copy' },
  bucket: { type: 'string', value: 'NAME', summary: 's3: name of the bucket' },
  prefix: { type: 'string', value: 'TEXT', summary: 's3: prefix of the object keys', default: 'audit-logs/' },
  region: { type: 'string', value: 'NAME', summary: 's3: region of the bucket' },
  endpoint: { type: 'string', value: 'URL', summary: 's3: URL of a service that is not AWS' },
} as const satisfies Options;

/** Options that name a destination. */
export const DESTINATION_OPTIONS = {
  ...ARCHIVE_OPTIONS,
  backend: {
    type: 'string',
    value: 'NAME',
    summary: 'Where to send the events',
    choices: NAMES,
    default: 'all configured shippers',
  },
  url: { type: 'string', value: 'URL', summary: 'webhook: URL that receives the events' },
  'url-env': {
    type: 'string',
    value: 'NAME',
    summary: 'webhook: environment variable with the URL, if the URL is a secret',
  },
  'secret-env': {
    type: 'string',
    value: 'NAME',
    summary: 'webhook: environment variable with the signing secret',
    default: 'AGENT_SAFE_WEBHOOK_SECRET',
  },
  'authorization-env': {
    type: 'string',
    value: 'NAME',
    summary: 'webhook: environment variable with the header Authorization',
  },
  'allow-private': { type: 'boolean', summary: 'webhook: allow an address in a private network' },
  batch: { type: 'string', value: 'N', summary: 'webhook: send up to N events in one request', default: '1' },
  host: { type: 'string', value: 'NAME', summary: 'syslog: name of the receiver (RFC 5424 over TLS)' },
  port: { type: 'string', value: 'N', summary: 'syslog: port of the receiver', default: '6514' },
  'ca-file': { type: 'string', value: 'FILE', summary: 'syslog: trusted certificates (PEM)' },
  'cert-file': { type: 'string', value: 'FILE', summary: 'syslog: certificate of this client (PEM)' },
  'key-file': { type: 'string', value: 'FILE', summary: 'syslog: key of this client (PEM)' },
  format: {
    type: 'string',
    value: 'NAME',
    summary: 'Form of the events',
    choices: AUDIT_FORMATS,
    default: 'agent-safe',
  },
} as const satisfies Options;

type Given = Partial<Values<typeof DESTINATION_OPTIONS>>;

/** Returns the destination of the options; undefined without `--backend`. @throws UsageError */
export function readDestination(given: Given, cwd: string): DestinationSettings | undefined {
  const { backend: name } = given;
  const all = [...new Set(Object.values(BACKENDS).flat())];
  if (name === undefined) {
    const stray = all.find((option) => given[option] !== undefined);
    if (stray !== undefined) throw new UsageError(`--${stray} needs --backend.`);
    return undefined;
  }
  const backend = NAMES.find((known) => known === name);
  if (backend === undefined)
    throw new UsageError(`The backend is unknown. Give ${NAMES.slice(0, -1).join(', ')} or ${NAMES.at(-1)}.`);
  const known: readonly string[] = BACKENDS[backend];
  const stray = all.find((option) => given[option] !== undefined && !known.includes(option));
  if (stray !== undefined) throw new UsageError(`The backend ${backend} has no option --${stray}.`);
  return toSettings(backend, given, cwd);
}

function toSettings(backend: Backend, given: Given, cwd: string): DestinationSettings {
  const need = (name: 'path' | 'bucket' | 'url' | 'host'): string => {
    const value = given[name];
    if (value === undefined) throw new UsageError(`The backend ${backend} needs --${name}.`);
    return value;
  };
  const file = (name: 'ca-file' | 'cert-file' | 'key-file') => {
    const path = given[name];
    return path === undefined ? undefined : resolve(cwd, path);
  };
  const format = readFormat(given.format);
  switch (backend) {
    case 'filesystem':
      return { backend, path: resolve(cwd, need('path')), format };
    case 's3': {
      const { endpoint, prefix, region } = given;
      return { backend, bucket: need('bucket'), prefix, region, endpoint, format };
    }
    case 'webhook':
      return {
        backend,
        url: given['url-env'] === undefined ? need('url') : given.url,
        url_env: given['url-env'],
        secret_env: given['secret-env'],
        authorization_env: given['authorization-env'],
        allow_private: given['allow-private'],
        batch: readCount(given.batch, '--batch'),
        format,
      };
    case 'syslog': {
      const files = { ca_file: file('ca-file'), cert_file: file('cert-file'), key_file: file('key-file') };
      return { backend, host: need('host'), port: readCount(given.port, '--port'), ...files, format };
    }
    case 'stdout':
      return { backend, format };
  }
}

function readFormat(given: string | undefined): (typeof AUDIT_FORMATS)[number] | undefined {
  if (given === undefined) return undefined;
  const format = AUDIT_FORMATS.find((known) => known === given);
  if (format === undefined) throw new UsageError(`--format is unknown. Give one of ${AUDIT_FORMATS.join(', ')}.`);
  return format;
}
