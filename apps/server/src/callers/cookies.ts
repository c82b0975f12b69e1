/** The cookies of the server. Both are invisible to scripts of a page. */
export type CookieName = 'agent_safe_session' | 'agent_safe_oidc';

interface CookieOptions {
  /** Whether clients use TLS. The cookie then has the prefix `__Host-`, so that no other host can set it. */
  readonly isSecure: boolean;
  /** `Strict` keeps the cookie from every request that another site begins. */
  readonly sameSite?: 'Strict' | 'Lax';
  /** Default: until the browser ends. 0 removes the cookie. */
  readonly seconds?: number;
}

/** Returns the header `set-cookie` of a cookie. */
export function formatCookie(name: CookieName, value: string, options: CookieOptions): string {
  const { isSecure, sameSite = 'Strict', seconds } = options;
  const parts = [`${fullName(name, isSecure)}=${value}`, 'Path=/', 'HttpOnly', `SameSite=${sameSite}`];
  if (isSecure) parts.push('Secure');
  if (seconds !== undefined) parts.push(`Max-Age=${seconds}`);
  return parts.join('; ');
}

/**
 * Reads a cookie of a request.
 *
 * @returns undefined without the cookie; empty text if the request has it twice, because another host may have set one of them
 */
export function readCookie(headers: Headers, name: CookieName, isSecure: boolean): string | undefined {
  const full = fullName(name, isSecure);
  const values = (headers.get('cookie') ?? '').split(';').flatMap((pair) => {
    const [given = '', ...rest] = pair.trim().split('=');
    return given === full ? [rest.join('=')] : [];
  });
  return values.length > 1 ? '' : values[0];
}

function fullName(name: CookieName, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}
