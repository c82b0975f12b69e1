import * as z from 'zod';
import { mapping, optional, text, withDefault } from '../zod/schema-helpers.ts';

const listener = text.regex(/^(?:unix:.+|(?:\[[0-9a-f:]+\]|[\w.-]+):\d{1,5})$/i, 'must be HOST:PORT or unix:PATH');

const owner = mapping({
  agents: z.array(text).min(1).describe('Globs over agent ids.'),
  users: z.array(text).min(1).describe('Ids of the users that own these agents.'),
});

/** The schema of `server`. */
export const serverSchema = mapping({
  listen: withDefault(z.array(listener).min(1), ['127.0.0.1:8080']).describe(
    'Addresses of the server: HOST:PORT or unix:PATH. Default: 127.0.0.1:8080.',
  ),
  public_url: optional(z.url({ protocol: /^https?$/ })).describe(
    'Base URL of the server in links that it sends out. Default: the first address.',
  ),
  owners: optional(z.array(owner)).describe(
    'Owners of agents. A user never approves a request of an agent that he or she owns.',
  ),
});

/** Settings of `agent-safe serve`. */
export interface ServerSettings {
  /** Addresses: HOST:PORT or unix:PATH. */
  readonly listen: readonly string[];
  readonly public_url?: string;
  /** A user never approves a request of an agent that he or she owns. */
  readonly owners?: readonly { readonly agents: readonly string[]; readonly users: readonly string[] }[];
}
