import { defineCommand, type Options } from '../command/command.ts';
import { EXIT } from '../command/exit-code.ts';
import { untilSignal } from '../command/until-signal.ts';
import { readConfigOption } from '../options/project-settings.ts';
import { SETTINGS_OPTIONS } from '../options/token-options.ts';
import { printable, printJson } from '../render/style.ts';

const OPTIONS = {
  listen: {
    type: 'string',
    multiple: true,
    value: 'ADDRESS',
    summary: 'HOST:PORT or unix:PATH instead of server.listen of the settings. Repeatable. Port 0 takes a free one',
  },
  ...SETTINGS_OPTIONS,
} as const satisfies Options;

export const command = defineCommand({
  name: 'serve',
  summary: 'Serve decisions, approvals and executions over HTTP, until Ctrl-C',
  positionals: '',
  arity: [0, 0],
  options: OPTIONS,
  examples: ['agent-safe serve', 'agent-safe serve --listen 127.0.0.1:9000 --listen unix:/run/agent-safe.sock'],
  run: ({ clock, cwd, output, values }) =>
    untilSignal(async (stop) => {
      const { serve } = await import('@agent-safe/server');
      const server = await serve({ clock, cwd, config: readConfigOption(values), listen: values.listen });
      if (values.json) printJson(output, { event: 'serving', urls: server.urls });
      else output.out(`${server.urls.map((url) => `Serving on ${printable(url)}\n`).join('')}Stop with Ctrl-C.\n`);
      const { promise, resolve } = Promise.withResolvers<void>();
      stop.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      await server.close();
      return EXIT.allow;
    }),
});
