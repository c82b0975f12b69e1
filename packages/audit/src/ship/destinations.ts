import { AgentSafeError, DEFAULT_SECRET_VARIABLE } from '@agent-safe/core';
import {
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

/** A destination as it stands in a configuration: secrets are named there by the environment variables that hold them. */
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
    };

/** Where a log may be shipped to: a destination by its settings, a function of one's own, or a function with a name. */
export type DestinationOption = DestinationSettings | Shipper | Destination;

type Of<Backend> = Extract<DestinationSettings, { readonly backend: Backend }>;

/** A destination of `audit_shippers`, as a program gives it: a program may also give the `secret` of a webhook itself. */
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
    object<Of<'webhook'>>({ backend: oneOf('webhook'), secret: setting(string), ...webhookMembers }),
    requireOneUrl,
  ),
});

/**
 * Makes a destination ready.
 *
 * @param logPath of the log that will be shipped: a copy over itself is refused
 * @throws AgentSafeError ERR_CONFIG_INVALID where it cannot be one; no secret is in its text
 */
export function openDestination(
  option: DestinationOption,
  logPath: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Destination {
  if (typeof option === 'function') {
    // How far it got is kept under its name.
    if (option.name === '') throw refused('A shipper that is a function needs a name: give { name, ship }');
    return { name: `function-${option.name}`, ship: option };
  }
  if (typeof option === 'object' && option !== null && 'ship' in option) {
    const isDestination = typeof option.ship === 'function' && typeof option.name === 'string' && option.name !== '';
    if (!isDestination) throw refused('A shipper is { name, ship }: a name, and a function');
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
 * @throws AgentSafeError ERR_CONFIG_INVALID where one cannot be opened, or two have the same name
 */
export function openDestinations(
  options: readonly DestinationOption[],
  logPath: string | undefined,
): readonly Destination[] {
  const destinations = options.map((option) => openDestination(option, logPath));
  const names = destinations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return destinations;
  const summary = `Two shippers are called "${twice}": how far each got is kept under its name. Give { name, ship }.`;
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
      if (logPath === undefined) throw new DeliveryError('the log is in no file that could be copied');
      return filesystemDestination(settings.path, logPath);
    case 's3': {
      const { bucket, endpoint, prefix, region } = settings;
      return s3Destination({ bucket, prefix, region, endpoint, forcePathStyle: endpoint !== undefined });
    }
    case 'webhook': {
      const { allow_private: allowPrivate, secret_env = DEFAULT_SECRET_VARIABLE, url_env } = settings;
      const url = settings.url ?? (url_env === undefined ? undefined : environment[url_env]);
      const secret = settings.secret ?? environment[secret_env];
      if (url === undefined || url === '')
        throw new DeliveryError(`the environment variable ${url_env ?? ''} holds no URL`);
      if (secret === undefined || secret === '') {
        throw new DeliveryError(
          `the environment variable ${secret_env} holds no signing secret: a webhook is signed, whsec_ and base64`,
        );
      }
      return webhookDestination({ url, secret, allowPrivate });
    }
  }
}
