import {
  type ApprovalNotice,
  type Notifier,
  type NotifierSettings,
  notifierShape,
  webhookNotifier,
} from '@agent-safe/approvals';
import { AgentSafeError, DEFAULT_SECRET_VARIABLE } from '@agent-safe/core';
import { readOptions } from '@agent-safe/core/options';
import { DeliveryError } from '@agent-safe/webhook';

/**
 * A notifier of approvers: settings of a built-in notifier, a named function, or an object with a name and a function.
 */
export type NotifierOption =
  | NotifierSettings
  | Notifier
  | ((notice: ApprovalNotice, signal: AbortSignal) => Promise<void>);

/**
 * Opens a notifier.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID if the option is not a notifier or cannot be opened. The message holds no
 *   secret.
 */
export async function openNotifier(
  option: NotifierOption,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Notifier> {
  if (typeof option === 'function') {
    // Unsent notices are stored under the name.
    if (option.name === '') throw refused('A notifier function has no name. Give { name, notify }');
    return { name: `function-${option.name}`, notify: async (notice, signal) => option(notice, signal) };
  }
  if (typeof option === 'object' && option !== null && 'notify' in option) {
    const isNotifier = typeof option.notify === 'function' && typeof option.name === 'string' && option.name !== '';
    if (!isNotifier) throw refused('A notifier is malformed. Give { name, notify }: text and a function');
    return option;
  }
  const settings = readOptions(notifierShape, option, 'approvals.notifiers[]');
  try {
    return await openSettings(settings, environment);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw refused(`The notifier ${settings.backend} cannot be opened: ${error.message}`);
  }
}

/**
 * Opens a notifier like {@link openNotifier}. A notifier that cannot be opened fails on use, so that no decision or
 * approval is blocked.
 */
export async function openNotifierOrFail(option: NotifierOption): Promise<Notifier> {
  return openNotifier(option).catch((error: unknown) => {
    if (!(error instanceof AgentSafeError)) throw error;
    const name = typeof option === 'object' && 'backend' in option ? option.backend : 'a notifier';
    return { name, notify: () => Promise.reject(new DeliveryError(error.message)) };
  });
}

async function openSettings(
  settings: NotifierSettings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Notifier> {
  const read = (variable: string, what: string): string => {
    const value = environment[variable];
    if (value === undefined || value === '')
      throw new DeliveryError(`the environment variable ${variable} holds no ${what}`);
    return value;
  };
  const { allow_private: allowPrivate } = settings;
  if (settings.backend === 'slack') {
    const url = read(settings.url_env, 'URL of a Slack webhook');
    return (await loadSlack())(url, { allowPrivate, buttons: settings.buttons });
  }
  const { secret_env = DEFAULT_SECRET_VARIABLE, url_env } = settings;
  const url = settings.url ?? read(url_env ?? '', 'URL');
  return webhookNotifier(url, read(secret_env, 'signing secret. Set it to "whsec_" and the secret in base64'), {
    allowPrivate,
  });
}

/** Loads Slack's client. A missing client is reported at once, not at the first notice. */
async function loadSlack() {
  const { loadSlackClient, slackNotifier } = await import('@agent-safe/approvals/slack');
  await loadSlackClient();
  return slackNotifier;
}

function refused(why: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', `${why}.`);
}
