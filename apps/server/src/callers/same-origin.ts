import { type HttpRefusal, refusal } from '../http/reply.ts';

const FOREIGN = refusal(
  403,
  'origin_refused',
  'The request comes from a page of another origin. Send it from a page of this server.',
);

/**
 * Checks that a page of this server, or no page, sends a request. Browsers set these headers, and scripts of a page cannot change them.
 *
 * @param publicUrl the base URL of the server, behind which a proxy may have changed the host
 */
export function checkOrigin(headers: Headers, publicUrl: string): { readonly ok: true } | HttpRefusal {
  const site = headers.get('sec-fetch-site');
  // A page of a subdomain or of another port is "same-site", and is not trusted.
  if (site !== null && site !== 'same-origin' && site !== 'none') return FOREIGN;
  const origin = headers.get('origin');
  if (origin === null) return { ok: true };
  const given = toHost(origin);
  if (given === undefined) return FOREIGN;
  const own = [toHost(publicUrl), headers.get('host')?.toLowerCase()];
  return own.includes(given) ? { ok: true } : FOREIGN;
}

function toHost(url: string): string | undefined {
  return URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).host.toLowerCase() : undefined;
}
