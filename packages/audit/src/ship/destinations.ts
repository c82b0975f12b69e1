import { AgentSafeError, DEFAULT_SECRET_VARIABLE, DEFAULT_SYSLOG_PORT, SETTING_LIMITS } from '@agent-safe/core';
import {
  integer,
  object,
  oneOf,
  readOptions,
  refine,
  requireOneUrl,
  type Shape,
  setting,
  string,
  text,
  variable,
  variants,
  webhookMembers,
} from '@agent-safe/core/options';
import { AUDIT_FORMATS, type AuditFormat } from '../event-formats/event-format.ts';
import { filesystemDestination } from './filesystem.ts';
import { formattedFile } from './formatted-file.ts';
import { s3Destination } from './s3.ts';
import { DeliveryError, type Destination, type Shipper } from './shipper.ts';
import { stdoutDestination } from './stdout.ts';
import { syslogDestination } from './syslog.ts';
import { webhookDestination } from './webhook.ts';

/** A destination in a configuration. `url_env`, `secret_env` and `authorization_env` name the environment variables of secrets. */
export type DestinationSettings =
  | { readonly backend: 'filesystem'; readonly path: string; readonly format?: AuditFormat | undefined }
  | { readonly backend: 'stdout'; readonly format?: AuditFormat | undefined }
  | {
      readonly backend: 'syslog';
      readonly host: string;
      readonly port?: number | undefined;
      readonly ca_file?: string | undefined;
      readonly cert_file?: string | undefined;
      readonly key_file?: string | undefined;
      readonly format?: AuditFormat | undefined;
    }
  | {
      readonly backend: 's3';
      readonly bucket: string;
      readonly prefix?: string | undefined;
      readonly region?: string | undefined;
      readonly endpoint?: string | undefined;
      readonly format?: AuditFormat | undefined;
    }
  | {
      readonly backend: 'webhook';
      readonly url?: string | undefined;
      readonly url_env?: string | undefined;
      readonly secret?: string | undefined;
      readonly secret_env?: string | undefined;
      readonly allow_private?: boolean | undefined;
      readonly batch?: number | undefined;
      readonly format?: AuditFormat | undefined;
      readonly authorization_env?: string | undefined;
    };

type Environment = Readonly<Record<string, string | undefined>>;

/** A destination of a log: its settings, a named function, or an object with a name and a function. */
export type DestinationOption = DestinationSettings | Shipper | Destination;

const { port, webhookBatch: batch } = SETTING_LIMITS;
const format = setting(oneOf(...AUDIT_FORMATS), 'agent-safe');

type Of<Backend> = Extract<DestinationSettings, { readonly backend: Backend }>;

/** Shape of the settings of a destination in a program. In a program, a webhook may also have a `secret`. */
export const destinationShape: Shape<DestinationSettings> = variants<DestinationSettings, 'backend'>('backend', {
  filesystem: object<Of<'filesystem'>>({ backend: oneOf('filesystem'), path: text, format }),
  s3: object<Of<'s3'>>({
    backend: oneOf('s3'),
    bucket: text,
    prefix: setting(string),
    region: setting(text),
    endpoint: setting(text),
    format,
  }),
  webhook: refine(
    object<Of<'webhook'>>({
      backend: oneOf('webhook'),
      secret: setting(string),
      ...webhookMembers,
      batch: setting(integer(batch.least, batch.most), 1),
      format,
      authorization_env: setting(variable),
    }),
    requireOneUrl,
  ),
  syslog: object<Of<'syslog'>>({
    backend: oneOf('syslog'),
    host: text,
    port: setting(integer(port.least, port.most), DEFAULT_SYSLOG_PORT),
    ca_file: setting(text),
    cert_file: setting(text),
    key_file: setting(text),
    format,
  }),
  stdout: object<Of<'stdout'>>({ backend: oneOf('stdout'), format }),
});

/**
 * Opens a destination.
 *
 * @param logPath of the log that will be shipped; undefined if the log has no file. A copy over the log itself is refused
 * @throws AgentSafeError ERR_CONFIG_INVALID if the option is not valid. The message contains no secret
 */
export function openDestination(
  option: DestinationOption,
  logPath: string | undefined,
  environment: Environment = process.env,
): Destination {
  if (typeof option === 'function') {
    // The position of a destination is stored under its name.
    if (option.name === '')
      throw refused('A shipper that is an anonymous function needs a name. Pass an object { name, ship }');
    return { name: `function-${option.name}`, ship: option };
  }
  if (typeof option === 'object' && option !== null && 'ship' in option) {
    const isDestination = typeof option.ship === 'function' && typeof option.name === 'string' && option.name !== '';
    if (!isDestination)
      throw refused('A shipper object is not valid. Pass { name, ship }: a non-empty string and a function');
    return option;
  }
  const settings = readOptions(destinationShape, option, 'auditShippers[]');
  try {
    return openSettings(settings, logPath, environment);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw new AgentSafeError(
      'ERR_CONFIG_INVALID',
      `The audit log cannot be shipped by ${settings.backend}: ${error.message}.`,
    );
  }
}

/**
 * Opens all destinations of a log.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID if a destination cannot be opened, or if two have the same name
 */
export function openDestinations(
  options: readonly DestinationOption[],
  logPath: string | undefined,
): readonly Destination[] {
  const destinations = options.map((option) => openDestination(option, logPath));
  const names = destinations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return destinations;
  const summary = `Two audit shippers have the same name: "${twice}". Pass { name, ship } with a unique name, because the position of each shipper is stored under its name.`;
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}

function refused(why: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', `${why}.`);
}

function openSettings(
  settings: DestinationSettings,
  logPath: string | undefined,
  environment: Environment,
): Destination {
  switch (settings.backend) {
    case 'filesystem': {
      if (logPath === undefined) throw new DeliveryError('a log in memory has no file to copy');
      const { format = 'agent-safe', path } = settings;
      return format === 'agent-safe' ? filesystemDestination(path, logPath) : formattedFile(path, logPath, format);
    }
    case 'stdout':
      return stdoutDestination(settings.format);
    case 'syslog': {
      const { ca_file: caFile, cert_file: certFile, format, host, key_file: keyFile, port } = settings;
      return syslogDestination({ host, port, caFile, certFile, keyFile, format });
    }
    case 's3': {
      const { bucket, endpoint, format, prefix, region } = settings;
      return s3Destination({ bucket, prefix, region, endpoint, format, forcePathStyle: endpoint !== undefined });
    }
    case 'webhook':
      return openWebhook(settings, environment);
  }
}

function openWebhook(settings: Of<'webhook'>, environment: Environment): Destination {
  const { allow_private: allowPrivate, batch, format = 'agent-safe', secret_env = DEFAULT_SECRET_VARIABLE } = settings;
  const { authorization_env, url_env } = settings;
  const read = (name: string | undefined) => (name === undefined ? undefined : environment[name] || undefined);
  const url = settings.url ?? read(url_env);
  const secret = settings.secret ?? read(secret_env);
  const authorization = read(authorization_env);
  if (url === undefined || url === '')
    throw new DeliveryError(`the environment variable ${url_env ?? ''} holds no URL`);
  if (authorization_env !== undefined && authorization === undefined)
    throw new DeliveryError(
      `the environment variable ${authorization_env} holds no value for the header Authorization`,
    );
  // Receivers of standard forms verify no signature, so a secret is needed only if the settings name one.
  const isNeeded = format === 'agent-safe' || secret_env !== DEFAULT_SECRET_VARIABLE;
  if (isNeeded && (secret === undefined || secret === ''))
    throw new DeliveryError(
      `the environment variable ${secret_env} holds no signing secret. Set it to "whsec_" and the secret in base64`,
    );
  const headers = authorization === undefined ? {} : { authorization };
  return webhookDestination({ url, secret, isSigned: secret !== undefined, allowPrivate, batch, format, headers });
}
