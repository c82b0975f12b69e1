import { DEFAULT_SECRET_VARIABLE } from '../model/setting-limits.ts';
import { boolean, text, variable } from './leaves.ts';
import { fail, setting } from './shape.ts';

/** Settings of every webhook, for audit log destinations and for notifiers. */
export const webhookMembers = {
  url: setting(text),
  url_env: setting(variable),
  secret_env: setting(variable, DEFAULT_SECRET_VARIABLE),
  allow_private: setting(boolean, false),
};

/** Requires exactly one of `url` and `url_env`. */
export function requireOneUrl(
  { url, url_env }: { readonly url?: string | undefined; readonly url_env?: string | undefined },
  path: string,
): void {
  if ((url === undefined) === (url_env === undefined)) fail(path, 'must have either "url" or "url_env"');
}
