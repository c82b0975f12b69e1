import { UsageError } from './usage-error.ts';

/** The terminal that asks for a password. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly prompt: (text: string) => void;
}

/** A longer line is no password. */
const LONGEST = 4_096;

/**
 * Reads a new password: twice from the terminal, without showing it, or one line of standard input. Never from the command line, which
 * other users of the machine can see.
 *
 * @param isPiped whether the option `--password-stdin` was given
 * @throws UsageError that quotes no part of a password
 */
export async function readNewPassword(
  isPiped: boolean,
  readInput: (option: string) => string,
  terminal: Terminal = { input: process.stdin, prompt: (text) => void process.stderr.write(text) },
): Promise<string> {
  if (isPiped) return toPassword(readInput('--password-stdin'));
  if (terminal.input.isTTY !== true) {
    throw new UsageError('There is no terminal to ask for the password. Pipe it in, and add --password-stdin.');
  }
  const first = await ask(terminal, 'Password: ');
  const second = await ask(terminal, 'Repeat the password: ');
  if (first !== second) throw new UsageError('The passwords differ. Run the command again.');
  return first;
}

function toPassword(text: string): string {
  const password = text.replace(/\r?\n$/, '');
  if (password === '') throw new UsageError('--password-stdin: standard input is empty. It must hold one line.');
  if (/[\r\n]/.test(password)) {
    throw new UsageError('--password-stdin: standard input has more than one line. Leave one line in it.');
  }
  return password;
}

/** Reads one line in raw mode, so that the terminal does not show it. */
function ask({ input, prompt }: Terminal, question: string): Promise<string> {
  prompt(question);
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    const finish = (end: () => void) => {
      input.off('data', read);
      input.setRawMode(false);
      input.pause();
      prompt('\n');
      end();
    };
    const read = (text: string) => {
      for (const letter of text) {
        if (letter === '\r' || letter === '\n') return finish(() => resolve(typed));
        if (letter === '\u0003' || letter === '\u0004') {
          return finish(() => reject(new UsageError('The command was interrupted. Nothing was changed.')));
        }
        if (letter === '\u007f' || letter === '\b') typed = Array.from(typed).slice(0, -1).join('');
        else if (letter >= ' ' && typed.length < LONGEST) typed += letter;
      }
    };
    input.on('data', read);
  });
}
