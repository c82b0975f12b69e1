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

/** Who tells approvers: what is built in by its settings, a function of one's own, or a function with a name. */
export type NotifierOption =
  | NotifierSettings
  | Notifier
  | ((notice: ApprovalNotice, signal: AbortSignal) => Promise<void>);

/**
 * Makes a notifier ready.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID where it cannot be one; no secret is in its text
 */
export async function openNotifier(
  option: NotifierOption,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Notifier> {
  if (typeof option === 'function') {
    // What is still to be sent is kept under its name.
    if (option.name === '') throw refused('A notifier that is a function needs a name: give { name, notify }');
    return { name: `function-${option.name}`, notify: async (notice, signal) => option(notice, signal) };
  }
  if (typeof option === 'object' && option !== null && 'notify' in option) {
    const isNotifier = typeof option.notify === 'function' && typeof option.name === 'string' && option.name !== '';
    if (!isNotifier) throw refused('A notifier is { name, notify }: a name, and a function');
    return option;
  }
  const settings = readOptions(notifierShape, option, 'approvals.notifiers[]');
  try {
    return await openSettings(settings, environment);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw refused(`Approvers cannot be told by ${settings.backend}: ${error.message}`);
  }
}

/** The same, but a notifier that cannot be opened fails when it is used: no decision and no approval waits for it. */
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
    const url = read(settings.url_env, 'URL of a webhook of Slack');
    return (await loadSlack())(url, { allowPrivate });
  }
  const { secret_env = DEFAULT_SECRET_VARIABLE, url_env } = settings;
  const url = settings.url ?? read(url_env ?? '', 'URL');
  return webhookNotifier(url, read(secret_env, 'signing secret: a webhook is signed, whsec_ and base64'), {
    allowPrivate,
  });
}

/** Reports at once that Slack's client is missing, and not when an approver must be told. */
async function loadSlack() {
  const { loadSlackClient, slackNotifier } = await import('@agent-safe/approvals/slack');
  await loadSlackClient();
  return slackNotifier;
}

function refused(why: string): AgentSafeError {
  return new AgentSafeError('ERR_CONFIG_INVALID', `${why}.`);
}
