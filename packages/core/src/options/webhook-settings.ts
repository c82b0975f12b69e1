import { DEFAULT_SECRET_VARIABLE } from '../model/setting-limits.ts';
import { boolean, text, variable } from './leaves.ts';
import { fail, setting } from './shape.ts';

/** What destinations of the audit log and notifiers have in common where they are webhooks. */
export const webhookMembers = {
  url: setting(text),
  url_env: setting(variable),
  secret_env: setting(variable, DEFAULT_SECRET_VARIABLE),
  allow_private: setting(boolean, false),
};

/** A rule for the settings of a webhook. */
export function requireOneUrl(
  { url, url_env }: { readonly url?: string | undefined; readonly url_env?: string | undefined },
  path: string,
): void {
  if ((url === undefined) === (url_env === undefined)) fail(path, 'must have either "url" or "url_env"');
}
