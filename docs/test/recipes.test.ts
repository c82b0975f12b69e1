import { describe, expect, test } from 'vitest';
import { files, read } from './support/repository.ts';

const page = read('docs/how-to/write-policies.md');
const policies = files.filter((file) => /^examples\/policies\/[\w-]+\/policies\/.*\.yaml$/.test(file));
const sections = page.split(/^## /m).slice(1);

describe('docs/how-to/write-policies.md', () => {
  test.each(policies)('shows %s as it is tested', (file) => {
    const [, recipe = ''] = /^examples\/policies\/([\w-]+)/.exec(file) ?? [];
    const section = sections.filter((each) =>
      each.includes(`(cd examples/policies/${recipe} && agent-safe test tests`),
    );
    expect(section).toHaveLength(1);
    const shown = [...(section[0] ?? '').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
    expect(shown).toHaveLength(1);
    expect(read(file)).toContain(shown[0]);
  });

  test('has a section for each policy, and no other', () => {
    expect(policies).toHaveLength(10);
    expect(sections).toHaveLength(policies.length);
  });
});
