import { resolve } from 'node:path';
import {
  DeliveryError,
  type DestinationSettings,
  describeParked,
  followLog,
  type OnParked,
  openDestination,
  Shipping,
  shipFrom,
  shipLog,
} from '@agent-safe/audit';
import { AgentSafeError } from '@agent-safe/core';
import { defineCommand, type Options, readCount, UsageError, type Values } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { stopOnEnd } from '../../command/until-signal.ts';
import { printable, printJson } from '../../render/style.ts';
import { findLog, LOG_OPTIONS, requireLog } from './log-path.ts';

const BACKEND_OPTIONS = {
  backend: {
    type: 'string',
    value: 'NAME',
    summary: 'Where to send the events',
    choices: ['filesystem', 's3', 'webhook'],
    default: 'all configured shippers',
  },
  path: { type: 'string', value: 'FILE', summary: 'filesystem: the file of the copy' },
  bucket: { type: 'string', value: 'NAME', summary: 's3: name of the bucket' },
  prefix: { type: 'string', value: 'TEXT', summary: 's3: prefix of the object keys', default: 'audit-logs/' },
  region: { type: 'string', value: 'NAME', summary: 's3: region of the bucket' },
  endpoint: { type: 'string', value: 'URL', summary: 's3: URL of a service that is not AWS' },
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
  'allow-private': { type: 'boolean', summary: 'webhook: allow an address in a private network' },
  batch: { type: 'string', value: 'N', summary: 'webhook: send up to N events in one request', default: '1' },
} as const satisfies Options;

/** The options of each backend. */
const BACKENDS = {
  filesystem: ['path'],
  s3: ['bucket', 'prefix', 'region', 'endpoint'],
  webhook: ['url', 'url-env', 'secret-env', 'allow-private', 'batch'],
} as const;

export const command = defineCommand({
  name: 'audit ship',
  summary: 'Ship the events of an audit log that a destination lacks',
  positionals: '[log]',
  arity: [0, 1],
  options: {
    ...BACKEND_OPTIONS,
    follow: { type: 'boolean', summary: 'Send new events until interrupted' },
    ...LOG_OPTIONS,
  },
  examples: [
    'agent-safe audit ship audit.jsonl --backend filesystem --path /mnt/audit/copy.jsonl',
    'agent-safe audit ship audit.jsonl --backend s3 --bucket my-audit-logs',
    'agent-safe audit ship --follow',
  ],
  async run({ cwd, output, positionals: [given], values }) {
    const { path, settings } = findLog(given, values, cwd);
    await requireLog(path);
    const chosen = readBackend(values, cwd);
    const shippers = chosen === undefined ? settings.auditShippers : [chosen];
    if (shippers.length === 0)
      throw new UsageError('There is no destination. Give --backend NAME, or add audit_shippers to the settings.');
    const destinations = shippers.map((shipper) => openDestination(shipper, path));
    const results: object[] = [];
    const sayParked: OnParked = (name, parked) => output.err(`${name}: ${printable(describeParked(parked))}\n`);
    let code: ExitCode = EXIT.allow;
    for (const destination of destinations) {
      const { name } = destination;
      try {
        const result = await shipLog(path, destination, new AbortController().signal, sayParked);
        const { parked_total = 0, seq, shipped, state } = result;
        results.push({ destination: name, ...result });
        const done = state === 'busy' ? 'another process is shipping to it' : `all events up to ${seq} are delivered`;
        const parked = parked_total === 0 ? '' : `, ${parked_total} of them as stubs`;
        if (!values.json)
          output.out(`${name}: ${shipped} ${shipped === 1 ? 'event' : 'events'} shipped, ${done}${parked}\n`);
      } catch (error) {
        if (!(error instanceof DeliveryError || error instanceof AgentSafeError)) throw error;
        results.push({ destination: name, error: error.message });
        output.err(`${name}: ${printable(error.message)}\n`);
        code = EXIT.error;
      }
    }
    if (values.json) printJson(output, results);
    if (!values.follow) return code;
    const shipping = new Shipping(shipFrom(path), destinations, {
      onFailure: (name, { message }) => output.err(`${name}: ${printable(message)}\n`),
      onParked: sayParked,
    });
    shipping.schedule();
    const stop = new AbortController();
    stopOnEnd(stop);
    for await (const _ of followLog(path, stop.signal)) shipping.schedule();
    await shipping.close(2_000);
    return code;
  },
});

function readBackend(values: Values<typeof BACKEND_OPTIONS>, cwd: string): DestinationSettings | undefined {
  const { backend } = values;
  if (backend === undefined) {
    const stray = Object.values(BACKENDS)
      .flat()
      .find((name) => values[name] !== undefined);
    if (stray !== undefined) throw new UsageError(`--${stray} needs --backend.`);
    return undefined;
  }
  if (backend !== 'filesystem' && backend !== 's3' && backend !== 'webhook') {
    throw new UsageError('The backend is unknown. Give filesystem, s3 or webhook.');
  }
  const known: readonly string[] = BACKENDS[backend];
  const stray = Object.values(BACKENDS)
    .flat()
    .find((name) => values[name] !== undefined && !known.includes(name));
  if (stray !== undefined) throw new UsageError(`The backend ${backend} has no option --${stray}.`);
  const need = (name: 'path' | 'bucket' | 'url'): string => {
    const value = values[name];
    if (value === undefined) throw new UsageError(`The backend ${backend} needs --${name}.`);
    return value;
  };
  switch (backend) {
    case 'filesystem':
      return { backend, path: resolve(cwd, need('path')) };
    case 's3': {
      const { endpoint, prefix, region } = values;
      return { backend, bucket: need('bucket'), prefix, region, endpoint };
    }
    case 'webhook':
      return {
        backend,
        url: values['url-env'] === undefined ? need('url') : values.url,
        url_env: values['url-env'],
        secret_env: values['secret-env'],
        allow_private: values['allow-private'],
        batch: readCount(values.batch, '--batch'),
      };
  }
}
