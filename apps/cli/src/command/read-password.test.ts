import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readNewPassword, type Terminal } from './read-password.ts';

/** A terminal with a keyboard. */
function terminal() {
  const shown: string[] = [];
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => void modes.push(isRaw),
  });
  return {
    shown,
    modes,
    input,
    terminal: { input, prompt: (text: string) => void shown.push(text) } as unknown as Terminal,
  };
}

const noInput = () => {
  throw new Error('standard input was read');
};

test('a password is typed twice, is not shown, and can be corrected', async () => {
  const { input, modes, shown, terminal: given } = terminal();
  const reading = readNewPassword(false, noInput, given);
  input.write('correctx\u007f horse\r');
  await expect.poll(() => shown.length).toBe(3);
  input.write('correct hor');
  input.write('se\r');
  expect(await reading).toBe('correct horse');
  expect(shown).toEqual(['Password: ', '\n', 'Repeat the password: ', '\n']);
  expect(modes).toEqual([true, false, true, false]);
});

test('different passwords are refused, and an interrupt changes nothing', async () => {
  const first = terminal();
  const reading = readNewPassword(false, noInput, first.terminal);
  first.input.write('one\r');
  await expect.poll(() => first.shown.length).toBe(3);
  first.input.write('two\r');
  await expect(reading).rejects.toThrow('The passwords differ.');
  const second = terminal();
  const interrupted = readNewPassword(false, noInput, second.terminal);
  second.input.write('secret\u0003');
  await expect(interrupted).rejects.toThrow('The command was interrupted.');
  expect(second.modes).toEqual([true, false]);
});
