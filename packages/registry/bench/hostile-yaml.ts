import { parseYaml } from '../src/yaml/yaml-document.ts';

/** T08: hostile files. Each must be refused with the expected code, in less than 100 ms and 50 MB. */
const laughs = Array.from({ length: 9 }, (_, index) => {
  const [name, before] = ['abcdefghij'[index + 1], 'abcdefghij'[index]];
  return `${name}: &${name} [${new Array(9).fill(`*${before}`).join(', ')}]`;
});

const files: readonly (readonly [name: string, code: string, content: string | Uint8Array])[] = [
  ['a billion laughs', 'alias_explodes', ['a: &a [x, x, x, x, x, x, x, x, x]', ...laughs].join('\n')],
  ['10,000 nested brackets', 'nesting_too_deep', '['.repeat(10_000)],
  ['10,000 nested lists', 'nesting_too_deep', `${'- '.repeat(10_000)}x`],
  [
    '300 levels of indentation',
    'nesting_too_deep',
    Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  ],
  ['a string of 1 MiB', 'scalar_too_long', `a: ${'x'.repeat(1_048_576)}`],
  ['a quoted string of 1 MiB', 'scalar_too_long', `a: "${'x '.repeat(524_288)}"`],
  ['a million values', 'file_too_complex', `[${'1,'.repeat(1_000_000)}]`],
  ['a million closing brackets', 'file_too_complex', ']'.repeat(1_000_000)],
  ['50,000 documents', 'yaml_many', '---\n'.repeat(50_000)],
  ['40,000 aliases', 'alias_many', `a: &a x\nb: [${'*a, '.repeat(40_000)}]`],
  ['bad UTF-8', 'utf8_invalid', new Uint8Array([0x61, 0x3a, 0x20, 0xc3, 0x28])],
];

export const full = { files };
/** The same files: they take a quarter of a second, and smaller ones would be accepted. */
export const smoke = { files };

export function run(sizes: typeof full): void {
  console.log('| hostile YAML (T08) | refused as | time | memory |');
  console.log('|---|---|---|---|');
  for (const [name, code, content] of sizes.files) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const heap = process.memoryUsage().heapUsed;
    const started = performance.now();
    const { diagnostics } = parseYaml(bytes, 'file.yaml');
    const time = performance.now() - started;
    const megabytes = Math.max(0, (process.memoryUsage().heapUsed - heap) / 1_048_576);
    const found = diagnostics[0]?.code ?? 'accepted';
    if (found !== code) throw new Error(`The file "${name}" was refused as ${found}, expected ${code}.`);
    console.log(`| ${name} | ${found} | ${time.toFixed(1)} ms | ${megabytes.toFixed(1)} MB |`);
  }
  console.log('| limit | | 100 ms | 50 MB |');
}
