import * as z from 'zod';
import { mapping, optional, text, withDefault } from '../zod/schema-helpers.ts';

const listener = text.regex(/^(?:unix:.+|(?:\[[0-9a-f:]+\]|[\w.-]+):\d{1,5})$/i, 'must be HOST:PORT or unix:PATH');

/** The schema of `server`. */
export const serverSchema = mapping({
  listen: withDefault(z.array(listener).min(1), ['127.0.0.1:8080']).describe(
    'Addresses of the server: HOST:PORT or unix:PATH. Default: 127.0.0.1:8080.',
  ),
  public_url: optional(z.url({ protocol: /^https?$/ })).describe(
    'Base URL of the server in links that it sends out. Default: the first address.',
  ),
});

/** Settings of `agent-safe serve`. */
export interface ServerSettings {
  /** Addresses: HOST:PORT or unix:PATH. */
  readonly listen: readonly string[];
  readonly public_url?: string;
}
