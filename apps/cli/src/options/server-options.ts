import type { Options } from '../command/command.ts';

/** Options of the commands that also work with a server. */
export const SERVER_OPTIONS = {
  server: {
    type: 'string',
    value: 'URL',
    summary:
      'Use this server instead of project files: https://…, http://127.0.0.1:8080 or unix:/path. Or AGENT_SAFE_SERVER',
  },
} as const satisfies Options;

/** Whether a command works with a server. */
export function isRemote({ server }: { readonly server?: string }): boolean {
  return (server ?? process.env.AGENT_SAFE_SERVER ?? '') !== '';
}
