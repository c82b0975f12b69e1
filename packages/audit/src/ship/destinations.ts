import { AgentSafeError, DEFAULT_SECRET_VARIABLE, SETTING_LIMITS } from '@agent-safe/core';
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
  variants,
  webhookMembers,
} from '@agent-safe/core/options';
import { filesystemDestination } from './filesystem.ts';
import { s3Destination } from './s3.ts';
import { DeliveryError, type Destination, type Shipper } from './shipper.ts';
import { webhookDestination } from './webhook.ts';

/** A destination in a configuration. `url_env` and `secret_env` name the environment variables of secrets. */
export type DestinationSettings =
  | { readonly backend: 'filesystem'; readonly path: string }
  | {
      readonly backend: 's3';
      readonly bucket: string;
      readonly prefix?: string | undefined;
      readonly region?: string | undefined;
      readonly endpoint?: string | undefined;
    }
  | {
      readonly backend: 'webhook';
      readonly url?: string | undefined;
      readonly url_env?: string | undefined;
      readonly secret?: string | undefined;
      readonly secret_env?: string | undefined;
      readonly allow_private?: boolean | undefined;
      readonly batch?: number | undefined;
    };

/** A destination of a log: its settings, a named function, or an object with a name and a function. */
export type DestinationOption = DestinationSettings | Shipper | Destination;

const { webhookBatch: batch } = SETTING_LIMITS;

type Of<Backend> = Extract<DestinationSettings, { readonly backend: Backend }>;

/** Shape of the settings of a destination in a program. In a program, a webhook may also have a `secret`. */
export const destinationShape: Shape<DestinationSettings> = variants<DestinationSettings, 'backend'>('backend', {
  filesystem: object<Of<'filesystem'>>({ backend: oneOf('filesystem'), path: text }),
  s3: object<Of<'s3'>>({
    backend: oneOf('s3'),
    bucket: text,
    prefix: setting(string),
    region: setting(text),
    endpoint: setting(text),
  }),
  webhook: refine(
    object<Of<'webhook'>>({
      backend: oneOf('webhook'),
      secret: setting(string),
      ...webhookMembers,
      batch: setting(integer(batch.least, batch.most), 1),
    }),
    requireOneUrl,
  ),
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
  environment: Readonly<Record<string, string | undefined>> = process.env,
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
  environment: Readonly<Record<string, string | undefined>>,
): Destination {
  switch (settings.backend) {
    case 'filesystem':
      if (logPath === undefined) throw new DeliveryError('a log in memory has no file to copy');
      return filesystemDestination(settings.path, logPath);
    case 's3': {
      const { bucket, endpoint, prefix, region } = settings;
      return s3Destination({ bucket, prefix, region, endpoint, forcePathStyle: endpoint !== undefined });
    }
    case 'webhook': {
      const { allow_private: allowPrivate, batch, secret_env = DEFAULT_SECRET_VARIABLE, url_env } = settings;
      const url = settings.url ?? (url_env === undefined ? undefined : environment[url_env]);
      const secret = settings.secret ?? environment[secret_env];
      if (url === undefined || url === '')
        throw new DeliveryError(`the environment variable ${url_env ?? ''} holds no URL`);
      if (secret === undefined || secret === '') {
        throw new DeliveryError(
          `the environment variable ${secret_env} holds no signing secret. Set it to "whsec_" and the secret in base64`,
        );
      }
      return webhookDestination({ url, secret, allowPrivate, batch });
    }
  }
}
