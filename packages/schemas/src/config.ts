import * as z from 'zod';
import { mapping, optional, pattern, text, withDefault } from './build.ts';

/** agent-safe.yaml. Paths are relative to the file. */
export const configSchema = mapping({
  registry: optional(text).describe('The folder of action files, or one file.'),
  policies: optional(text).describe('The folder of policy files, or one file.'),
  inventory: optional(text).describe('The file of targets.'),
  keys: optional(text).describe('The file of keys, which agents must not be able to read.'),
  strict: withDefault(z.boolean(), false).describe('Every request must name a target of the right type that binds it.'),
  require_verified_callers: withDefault(z.boolean(), false).describe('Refuse callers that no token proves.'),
  ticket_pattern: optional(pattern).describe('What counts as the id of a change ticket.'),
});

export interface Config {
  readonly registry?: string;
  readonly policies?: string;
  readonly inventory?: string;
  readonly keys?: string;
  readonly strict: boolean;
  readonly require_verified_callers: boolean;
  readonly ticket_pattern?: string;
}
