import type { TrustedIssuer } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, text, withDefault } from '../zod/schema-helpers.ts';
import { issuersSchema } from './issuers.ts';

const listener = text.regex(/^(?:unix:.+|(?:\[[0-9a-f:]+\]|[\w.-]+):\d{1,5})$/i, 'must be HOST:PORT or unix:PATH');

/** The schema of `server`. */
export const serverSchema = mapping({
  listen: withDefault(z.array(listener).min(1), ['127.0.0.1:8080']).describe(
    'Addresses of the server: HOST:PORT or unix:PATH. Default: 127.0.0.1:8080.',
  ),
  public_url: optional(z.url({ protocol: /^https?$/ })).describe(
    'Base URL of the server in links that it sends out. Default: the first address.',
  ),
  issuers: optional(issuersSchema).describe(
    'Issuers of tokens that agents may use instead of identity tokens: OpenID providers and Kubernetes clusters. Default: none.',
  ),
});

/** Settings of `agent-safe serve`. */
export interface ServerSettings {
  /** Addresses: HOST:PORT or unix:PATH. */
  readonly listen: readonly string[];
  readonly public_url?: string;
  /** Issuers of tokens that agents may use instead of identity tokens. */
  readonly issuers?: readonly TrustedIssuer[];
}
