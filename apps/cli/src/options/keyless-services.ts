import { openProjectServices, type ProjectServices } from '@agent-safe/sdk';
import type { Invocation, Values } from '../command/command.ts';
import { readConfigOption } from './project-settings.ts';
import { requireState } from './require-state.ts';
import type { SETTINGS_OPTIONS, STATE_OPTIONS } from './token-options.ts';

type Given = Invocation<Values<typeof SETTINGS_OPTIONS & typeof STATE_OPTIONS>>;

/**
 * Opens the services of a project that need no key and no policies, and closes them afterwards. A key file that cannot be used, or that
 * others can read, is a reason to revoke, and must not prevent it.
 */
export async function withKeylessServices<Result>(
  { clock, cwd, values }: Pick<Given, 'clock' | 'cwd' | 'values'>,
  use: (services: ProjectServices) => Promise<Result>,
): Promise<Result> {
  const options = {
    clock,
    cwd,
    config: readConfigOption(values),
    state: values.state,
    auditShippers: [],
    shortLived: true,
  };
  const opened = await openProjectServices(options, []);
  try {
    requireState(opened.settings);
    return await use(opened);
  } finally {
    await opened.close();
  }
}
