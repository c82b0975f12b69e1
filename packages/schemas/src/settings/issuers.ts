import { ISSUER_ALGORITHMS, type TrustedIssuer } from '@agent-safe/core';
import * as z from 'zod';
import { mapping, optional, report, text } from '../zod/schema-helpers.ts';

/** `pep:` and `user:` begin the agent ids of API keys and users. */
const prefix = text.regex(
  /^(?!(?:pep|user):)[a-z][a-z0-9_.-]{0,63}:$/i,
  'must be a name and ":", and not pep: or user:',
);
const name = text.regex(
  /^(?!(?:pep|user)$)[a-z][a-z0-9_.-]{0,63}$/i,
  'must be letters, digits and "_.-", and not pep or user',
);
const url = z.url({ protocol: /^https?$/ });

const issuerSchema = mapping({
  name: name.describe('Name of the issuer in errors, and default prefix of its agent ids.'),
  kind: z.enum(['oidc', 'kubernetes']).describe('oidc: an OpenID provider. kubernetes: service accounts of a cluster.'),
  issuer: url.describe('Claim "iss" of the tokens, exactly.'),
  audience: text.describe('Text that the claim "aud" of the tokens must be or hold.'),
  jwks_uri: optional(url).describe(
    'URL of the public keys. Default: from the discovery document of the issuer; for kubernetes, the API server of this cluster.',
  ),
  agent_id: optional(text).describe(
    'Agent id after the prefix, with claims in braces. Default: {sub}; for kubernetes {namespace}/{name}.',
  ),
  prefix: optional(prefix).describe('Beginning of all agent ids of the issuer. Default: the name and a colon.'),
  shares_agent_ids: optional(z.boolean()).describe(
    'Whether agent ids have no prefix, so that they may equal those of identity tokens. Default: false.',
  ),
  roles: optional(text).describe('Claim with the roles: its name, or a path with dots. Default: no roles.'),
  groups: optional(text).describe(
    'Claim with the groups: its name, or a path with dots. Default: no groups; for kubernetes those of the service account.',
  ),
  algorithms: optional(z.array(z.enum(ISSUER_ALGORITHMS)).min(1)).describe(
    'Accepted signature algorithms. Default: RS256, ES256 and EdDSA.',
  ),
  allow_private: optional(z.boolean()).describe(
    'Whether the public keys may be at a private address. Default: false; for kubernetes true.',
  ),
  ca_file: optional(text).describe('File with the certificate of the authority of the server with the keys. PEM.'),
  token_file: optional(text).describe('File with the bearer token for jwks_uri.'),
});

/** The schema of `server.issuers`. */
export const issuersSchema = z.array(issuerSchema).superRefine((issuers, context) => {
  const seen = new Map<string, string>();
  for (const [index, issuer] of issuers.entries()) {
    const keys = [
      `${JSON.stringify([issuer.issuer, issuer.audience])} is the issuer and audience`,
      ...(issuer.shares_agent_ids === true ? [] : [`${issuer.prefix ?? `${issuer.name}:`} is the prefix`]),
    ];
    for (const key of keys) {
      const other = seen.get(key.toLowerCase());
      seen.set(key.toLowerCase(), issuer.name);
      if (other === undefined) continue;
      const message = `Two issuers have the same value: ${key} of ${other} and ${issuer.name}.`;
      report(context, { code: 'issuer_ambiguous', message, fix: 'Give each its own values.', path: [index] });
    }
    if (issuer.kind === 'kubernetes' || issuer.token_file === undefined || issuer.jwks_uri !== undefined) continue;
    const message = `The issuer has a "token_file" and no "jwks_uri": ${issuer.name}.`;
    report(context, {
      code: 'issuer_incomplete',
      message,
      fix: 'Add "jwks_uri", the URL that expects the token.',
      path: [index],
    });
  }
}) as unknown as z.ZodType<readonly TrustedIssuer[]>;
