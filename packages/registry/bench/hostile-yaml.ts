import { parseYaml } from '../src/index.ts';

/** T08: files that are made to cost. Each must be refused in less than 100 ms and 50 MB. */
const laughs = Array.from({ length: 9 }, (_, index) => {
  const [name, before] = ['abcdefghij'[index + 1], 'abcdefghij'[index]];
  return `${name}: &${name} [${new Array(9).fill(`*${before}`).join(', ')}]`;
});

const files: readonly (readonly [string, string | Uint8Array])[] = [
  ['a billion laughs', ['a: &a [x, x, x, x, x, x, x, x, x]', ...laughs].join('\n')],
  ['10,000 nested brackets', '['.repeat(10_000)],
  ['10,000 nested lists', `${'- '.repeat(10_000)}x`],
  ['300 levels of indentation', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['a text of a megabyte', `a: ${'x'.repeat(1_048_576)}`],
  ['a quoted text of a megabyte', `a: "${'x '.repeat(524_288)}"`],
  ['a million values', `[${'1,'.repeat(1_000_000)}]`],
  ['a million closing brackets', ']'.repeat(1_000_000)],
  ['50,000 documents', '---\n'.repeat(50_000)],
  ['40,000 aliases', `a: &a x\nb: [${'*a, '.repeat(40_000)}]`],
  ['bad UTF-8', new Uint8Array([0x61, 0x3a, 0x20, 0xc3, 0x28])],
];

console.log('| hostile YAML (T08) | refused as | time | memory |');
console.log('|---|---|---|---|');
for (const [name, content] of files) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const heap = process.memoryUsage().heapUsed;
  const started = performance.now();
  const { diagnostics } = parseYaml(bytes, 'file.yaml');
  const time = performance.now() - started;
  const megabytes = Math.max(0, (process.memoryUsage().heapUsed - heap) / 1_048_576);
  console.log(
    `| ${name} | ${diagnostics[0]?.code ?? 'accepted'} | ${time.toFixed(1)} ms | ${megabytes.toFixed(1)} MB |`,
  );
}
console.log('| limit | | 100 ms | 50 MB |');
