import type { OnNotifyFailure } from '@agent-safe/sdk';
import type { Output } from '../command/command.ts';
import { printable } from './style.ts';

/** Prints the first delivery error of each notifier. A command that ends soon may not try again. */
export function tellNotifyFailure(output: Output): OnNotifyFailure {
  const told = new Set<string>();
  return ({ isLast, notifier }, { message }) => {
    if (told.has(notifier)) return;
    told.add(notifier);
    const then = isLast
      ? 'It is not tried again.'
      : 'It is queued, and sent again while "agent-safe approval watch" or a check with --wait runs.';
    output.err(
      `The notice to approvers could not be sent by ${printable(notifier)}: ${printable(message.replace(/\.$/, ''))}. ${then}\n`,
    );
  };
}
