import { AgentSafeError } from '@agent-safe/core';
import { filesystemDestination, isSameFile } from './filesystem.ts';
import { s3Destination } from './s3.ts';
import { type Destination, ShipError, type Shipper } from './shipper.ts';
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

const BACKENDS: readonly string[] = ['filesystem', 's3', 'webhook'] satisfies DestinationSettings['backend'][];
const SECRET_VARIABLE = 'AGENT_SAFE_WEBHOOK_SECRET';

/**
 * Makes a destination ready.
 *
 * @param logPath of the log that will be shipped: a copy over itself is refused
 * @throws AgentSafeError ERR_CONFIG_INVALID where it cannot be one; no secret is in its text
 */
export function openDestination(
  option: DestinationOption,
  logPath: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Destination {
  if (typeof option === 'function') return { name: `function-${option.name || 'unnamed'}`, ship: option };
  if ('ship' in option) return option;
  if (!BACKENDS.includes(option.backend)) {
    const summary = `There is no backend "${String(option.backend)}" to ship to. There are ${BACKENDS.join(', ')}.`;
    throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
  }
  try {
    return openSettings(option, logPath, environment);
  } catch (error) {
    if (!(error instanceof ShipError)) throw error;
    throw new AgentSafeError(
      'ERR_CONFIG_INVALID',
      `The audit log cannot be shipped by ${option.backend}: ${error.message}.`,
    );
  }
}

function openSettings(
  settings: DestinationSettings,
  logPath: string,
  environment: Readonly<Record<string, string | undefined>>,
): Destination {
  switch (settings.backend) {
    case 'filesystem':
      if (isSameFile(settings.path, logPath)) throw new ShipError('the copy would be the log itself');
      return filesystemDestination(settings.path);
    case 's3': {
      const { bucket, endpoint, prefix, region } = settings;
      return s3Destination({ bucket, prefix, region, endpoint, forcePathStyle: endpoint !== undefined });
    }
    case 'webhook': {
      const { allow_private: allowPrivate, secret_env = SECRET_VARIABLE, url_env } = settings;
      const url = settings.url ?? (url_env === undefined ? undefined : environment[url_env]);
      const secret = settings.secret ?? environment[secret_env];
      if (url === undefined || url === '')
        throw new ShipError(`the environment variable ${url_env ?? ''} holds no URL`);
      if (secret === undefined || secret === '') {
        throw new ShipError(
          `the environment variable ${secret_env} holds no signing secret: a webhook is signed, whsec_ and base64`,
        );
      }
      return webhookDestination({ url, secret, allowPrivate });
    }
  }
}
