import {
  boolean,
  object,
  oneOf,
  refine,
  requireOneUrl,
  type Shape,
  setting,
  variable,
  variants,
  webhookMembers,
} from '@agent-safe/core/options';

/** Settings of one notifier. They name the environment variables that hold its secrets. */
export type NotifierSettings =
  | {
      readonly backend: 'webhook';
      readonly url?: string | undefined;
      readonly url_env?: string | undefined;
      readonly secret_env?: string | undefined;
      readonly allow_private?: boolean | undefined;
    }
  | {
      readonly backend: 'slack';
      readonly url_env: string;
      readonly allow_private?: boolean | undefined;
      readonly buttons?: boolean | undefined;
    };

type Of<Backend> = Extract<NotifierSettings, { readonly backend: Backend }>;

/** Reads one entry of `approvals.notifiers` that a program passes. */
export const notifierShape: Shape<NotifierSettings> = variants<NotifierSettings, 'backend'>('backend', {
  webhook: refine(object<Of<'webhook'>>({ backend: oneOf('webhook'), ...webhookMembers }), requireOneUrl),
  slack: object<Of<'slack'>>({
    backend: oneOf('slack'),
    url_env: variable,
    allow_private: setting(boolean, false),
    buttons: setting(boolean),
  }),
});
