import { expect, test } from 'vitest';
import { compileChangeTicketPattern } from '../patterns/change-ticket.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { AgentSafeError } from './errors.ts';

const diagnostic = {
  severity: 'error',
  code: 'key_unknown',
  message: 'The key "a" is not known.',
  fix: 'Remove it.',
  file: 'a.yaml',
  line: 3,
  column: 5,
} as const;

test('a diagnostic is one line: place, message, fix', () => {
  expect(formatDiagnostic(diagnostic)).toBe('a.yaml:3:5: The key "a" is not known. Remove it.');
  expect(formatDiagnostic({ severity: 'error', code: 'x', message: 'It broke.' })).toBe('It broke.');
});

test('an error message includes every diagnostic, and the error keeps code and cause', () => {
  const cause = new Error('underneath');
  const error = new AgentSafeError('ERR_POLICY_INVALID', 'The policies are wrong.', {
    diagnostics: [diagnostic],
    cause,
  });
  expect(error.message).toBe('The policies are wrong.\n  a.yaml:3:5: The key "a" is not known. Remove it.');
  expect(error).toMatchObject({ code: 'ERR_POLICY_INVALID', cause, name: 'AgentSafeError' });
});

test.each([
  [undefined, 'JIRA-1', 'JIRA-1'],
  [undefined, '', undefined],
  [undefined, '   ', undefined],
  [undefined, '\u200b\u2800', undefined],
  [undefined, null, undefined],
  ['JIRA-\\d+', 'JIRA-1', 'JIRA-1'],
  ['JIRA-\\d+', 'see JIRA-1', undefined],
  ['.*', '', undefined],
])('with the pattern %s the ticket id %s counts as %s', (pattern, id, expected) => {
  expect(compileChangeTicketPattern(pattern)(id)).toBe(expected);
});
