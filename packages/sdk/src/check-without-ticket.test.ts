import { expect, test } from 'vitest';
import { makeProject, restart } from '../test/support/project.ts';

test('a decision without a ticket is recorded as one, and others get tickets', async () => {
  const { events, open } = makeProject({ '*': 'allow' });
  const safe = await open();
  const caller = await safe.tokens.issue({ agent_id: 'worker' });
  const alone = await safe.check({ ...restart, caller }, { ticket: false });
  expect(alone).toMatchObject({ result: 'allow', ticket_requested: false });
  expect(alone).not.toHaveProperty('ticket');
  for (const options of [{}, { ticket: true }, { ticket: undefined }]) {
    const other = await safe.check({ ...restart, caller }, options);
    expect(other).toMatchObject({ result: 'allow', digest: alone.digest, ticket: expect.anything() });
    expect(other).not.toHaveProperty('ticket_requested');
  }
  expect(events().map(({ ticket_requested }) => ticket_requested)).toEqual([false, undefined, undefined, undefined]);
});

test('a plan without tickets has none', async () => {
  const safe = await makeProject({ '*': 'allow' }).open();
  const [first] = await safe.checkPlan([restart], { ticket: false });
  expect(first).toMatchObject({ result: 'allow', ticket_requested: false });
  expect(first).not.toHaveProperty('ticket');
});

test('a request cannot refuse its own ticket, and a misspelled option is refused', async () => {
  const safe = await makeProject({ '*': 'allow' }).open();
  const request = { ...restart, ticket: false };
  expect(await safe.check(request as typeof restart)).toMatchObject({ result: 'deny', code: 'request_invalid' });
  for (const wrong of [{ ticket: 'no' }, { ticket: 0 }, { tickets: false }])
    await expect(safe.check(restart, wrong as object)).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
});
