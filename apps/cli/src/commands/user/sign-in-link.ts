import type { Settings } from '@agent-safe/registry/open';
import { defineCommand, UsageError } from '../../command/command.ts';
import { ACCOUNT_OPTIONS, reportAccount } from '../../options/account-options.ts';
import { withUsers } from '../../options/user-options.ts';
import { printable } from '../../render/style.ts';

export const command = defineCommand({
  name: 'user sign-in-link',
  summary: 'Make a link that signs a user in once, within a minute, on the machine of the server',
  positionals: '<id>',
  arity: [1, 1],
  options: {
    url: {
      type: 'string',
      value: 'URL',
      summary: 'Base URL of the server',
      default: 'the first address of server.listen',
    },
    ...ACCOUNT_OPTIONS,
  },
  examples: ['agent-safe user sign-in-link alice', 'agent-safe user sign-in-link alice --url http://127.0.0.1:9000'],
  async run({ clock, cwd, output, positionals: [id = ''], values }) {
    const result = await withUsers({ clock, cwd, values }, async ({ signIn }, settings) => {
      const base = toBase(values.url ?? firstUrl(settings));
      const link = await signIn.createLink(id);
      if (!link.ok) return link;
      const expires_at = new Date(link.expires_at).toISOString();
      return { ok: true, url: `${base}/api/v1/session/link?secret=${link.secret}`, expires_at } as const;
    });
    return reportAccount(output, values.json, result, ({ url }) => {
      output.out(`Open this link within a minute. It signs ${printable(id)} in once:\n${printable(url)}\n`);
    });
  },
});

function firstUrl({ server }: Settings): string {
  const address = server?.listen.find((each) => !each.startsWith('unix:') && !each.endsWith(':0'));
  if (address === undefined) throw new UsageError('The settings name no address of the server. Add --url URL.');
  return `${server?.tls === undefined ? 'http' : 'https'}://${address}`;
}

function toBase(url: string): string {
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '');
  throw new UsageError('--url is no http or https URL. Write it as http://127.0.0.1:8080.');
}
