import type { ServeOptions } from '@agent-safe/server';
import { defineCommand, type Options, type Output } from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { untilStop } from '../command/until-stop.ts';
import { readConfigOption } from '../options/project-settings.ts';
import { SETTINGS_OPTIONS } from '../options/token-options.ts';
import { printDiagnostic } from '../render/diagnostics.ts';
import { plural } from '../render/plural.ts';
import { printable, printJson } from '../render/style.ts';

const OPTIONS = {
  listen: {
    type: 'string',
    multiple: true,
    value: 'ADDRESS',
    summary: 'HOST:PORT or unix:PATH instead of server.listen of the settings. Repeatable. Port 0 takes a free one',
  },
  'behind-proxy': {
    type: 'boolean',
    summary: 'A proxy in front of the server ends TLS, as server.behind_proxy of the settings',
  },
  'check-config': { type: 'boolean', summary: 'Find every mistake in the files and settings, and serve nothing' },
  ...SETTINGS_OPTIONS,
} as const satisfies Options;

export const command = defineCommand({
  name: 'serve',
  summary: 'Serve decisions, approvals and executions over HTTP, until Ctrl-C',
  positionals: '',
  arity: [0, 0],
  options: OPTIONS,
  examples: [
    'agent-safe serve',
    'agent-safe serve --listen 127.0.0.1:9000 --listen unix:/run/agent-safe.sock',
    'agent-safe serve --check-config',
  ],
  run({ clock, cwd, output, values }) {
    const { 'behind-proxy': behindProxy, listen } = values;
    const options = { clock, cwd, config: readConfigOption(values), listen, behindProxy };
    if (values['check-config'] === true) return checkConfig(options, output, values.json === true);
    return serveUntilStop(options, output, values.json === true);
  },
});

function serveUntilStop(options: ServeOptions, output: Output, isJson: boolean): Promise<ExitCode> {
  return untilStop(async (stop, onReload) => {
    const { serve } = await import('@agent-safe/server');
    const server = await serve({ ...options, log: process.stderr });
    // The log tells the result.
    onReload(() => void server.reload());
    if (isJson) printJson(output, { event: 'serving', urls: server.urls });
    else {
      const link = await server.signInLink().catch(() => undefined);
      const signIn = link === undefined ? '' : `Sign in within a minute: ${printable(link)}\n`;
      output.out(`${server.urls.map((url) => `Serving on ${printable(url)}\n`).join('')}${signIn}Stop with Ctrl-C.\n`);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    stop.addEventListener('abort', () => resolve(), { once: true });
    if (stop.aborted) resolve();
    await promise;
    await server.close();
    return EXIT.allow;
  });
}

async function checkConfig(options: ServeOptions, output: Output, isJson: boolean): Promise<ExitCode> {
  const { checkServeConfig } = await import('@agent-safe/server');
  const { diagnostics, digest } = await checkServeConfig(options);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (isJson) printJson(output, { valid: errors === 0, problems: diagnostics, digest });
  else {
    for (const diagnostic of diagnostics) printDiagnostic(output, diagnostic);
    output.out(`${plural(errors, 'error')}, ${plural(diagnostics.length - errors, 'warning')}\n`);
  }
  return errors === 0 ? EXIT.allow : EXIT.error;
}
