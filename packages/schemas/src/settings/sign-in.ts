import { SERVER_ROLES, type ServerRole } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, name, optional, report, text, variable, withDefault } from '../zod/schema-helpers.ts';

const groups = optional(z.array(text).min(1));

/** The schema of `server.oidc`. */
export const oidcSchema = mapping({
  issuer: z
    .url({ protocol: /^https?$/ })
    .describe('Issuer of the OpenID provider, exactly as in its discovery document.'),
  client_id: text.describe('Client id of the server at the provider.'),
  client_secret_env: optional(variable).describe(
    'Environment variable with the client secret. Default: none, for a public client.',
  ),
  scopes: withDefault(z.array(text.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be a scope without spaces')).min(1), [
    'openid',
    'profile',
  ]).describe('Scopes to ask for. They must include openid. Default: openid and profile.'),
  user_claim: withDefault(text, 'sub').describe(
    'Claim of the ID token that is the id of the user. It must never change its person. Default: sub.',
  ),
  groups_claim: withDefault(text, 'groups').describe('Claim of the ID token with the groups. Default: groups.'),
  roles: mapping({
    viewer: groups.describe('Groups whose members read. Default: none.'),
    operator: groups.describe('Groups whose members execute, roll back and stop. Default: none.'),
    approver: groups.describe('Groups whose members answer approval requests. Default: none.'),
    admin: groups.describe('Groups whose members do everything. Default: none.'),
  }).describe('Groups whose members have a role. A user without any of them is refused.'),
  allow_http_loopback: withDefault(z.boolean(), false).describe(
    'Whether the provider may be at an http URL on this machine, for tests. Default: false.',
  ),
}).superRefine(({ allow_http_loopback, issuer, roles, scopes }, context) => {
  if (!scopes.includes('openid')) {
    const message = 'The scopes lack "openid", so the provider would send no ID token.';
    report(context, { code: 'oidc_scope_missing', message, fix: 'Add "openid" to "scopes".', path: ['scopes'] });
  }
  if (SERVER_ROLES.every((role) => roles[role] === undefined)) {
    const message = 'No group has a role, so no user could sign in.';
    report(context, { code: 'oidc_roles_missing', message, fix: 'Give "roles" a role with groups.', path: ['roles'] });
  }
  const { hostname, protocol } = new URL(issuer);
  const isLocal = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  if (protocol === 'https:' || (allow_http_loopback && isLocal)) return;
  const message = 'The issuer is not an https URL.';
  report(context, { code: 'oidc_issuer_unprotected', message, fix: 'Use https.', path: ['issuer'] });
});

/** The schema of `server.slack`. */
export const slackSchema = mapping({
  signing_secret_env: variable.describe('Environment variable with the signing secret of the Slack app.'),
  users: withDefault(
    z.record(text.regex(/^[UW][A-Z0-9]+$/, 'must be the id of a Slack user, such as U024BE7LH'), name),
    {},
  ).describe('The user of this server for each id of a Slack user. Other Slack users are refused.'),
  team_id: optional(text).describe('Id of the Slack workspace. Clicks of other workspaces are refused. Default: any.'),
  allow_private: withDefault(z.boolean(), false).describe(
    'Whether answers may go to another address than https://hooks.slack.com, for tests. Default: false.',
  ),
});

/** Sign-in of users at an OpenID provider. */
export interface OidcSettings {
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret_env?: string;
  readonly scopes: readonly string[];
  readonly user_claim: string;
  readonly groups_claim: string;
  readonly roles: { readonly [Role in ServerRole]?: readonly string[] };
  readonly allow_http_loopback: boolean;
}

/** Slack's buttons. */
export interface SlackSettings {
  readonly signing_secret_env: string;
  readonly users: Readonly<Record<string, string>>;
  readonly team_id?: string;
  readonly allow_private: boolean;
}
