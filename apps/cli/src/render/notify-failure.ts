import type { OnNotifyFailure } from '@agent-safe/sdk';
import type { Output } from '../command/command.ts';
import { printable } from './style.ts';

/** Says which approvers were not told, once for each notifier: a process that ends leaves the rest to the next one. */
export function tellNotifyFailure(output: Output): OnNotifyFailure {
  const told = new Set<string>();
  return ({ isLast, notifier }, { message }) => {
    if (told.has(notifier)) return;
    told.add(notifier);
    const then = isLast ? 'It is not tried again.' : 'The next command tries again.';
    output.err(
      `Approvers could not be told by ${printable(notifier)}: ${printable(message.replace(/\.$/, ''))}. ${then}\n`,
    );
  };
}
