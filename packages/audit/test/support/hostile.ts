import { hash } from 'node:crypto';
import type { Random } from '@agent-safe/testkit';
import type { ChainHead } from '../../src/format/chain.ts';
import { GENESIS } from '../../src/format/chain.ts';
import { formatLine, GENESIS_HASH, prepareEvent } from '../../src/format/line.ts';
import { mintLines, sampleEvents } from './sample-log.ts';

/** Returns a line with the given members and the right hash, as another writer could make it. */
export function forge(members: string, { hash: prev, seq }: ChainHead = GENESIS): string {
  return formatLine({ ...prepareEvent({ event_type: 'decision', fields: {} }), members }, seq + 1, 0, prev).line;
}

/** Returns a line with the hash of 0.11. */
function forgeLegacy(before: string, after: string): string {
  const member = `"entry_hash": "${hash('sha256', before + after)}", `;
  return `${before}${member}${after}`;
}

const NUMBERS = [
  '1e999',
  '-1e999',
  '9007199254740993',
  '-0',
  '1e-400',
  '0.1e+1',
  '-1',
  '0',
  '1'.repeat(400),
  'null',
  '"1"',
];
const NOTES = [
  '',
  '\n\n',
  '— ',
  'x\n\n— a b\n',
  `x\n\n${'— a AAAA\n'.repeat(200)}`,
  'o\n1\nAAAA\n\n— o AAAAAAAA\n',
  '\ud800\n\n— x AAAA\n',
];

const closing = (offset: string, length: string, sha256 = '"x"') =>
  `"event_type":"log_sealed","torn":{"offset":${offset},"length":${length},"sha256":${sha256}}`;

type Maker = (random: Random) => Buffer | string;

const [sample = ''] = mintLines(sampleEvents(1));
const legacyEnd = `"event_id": "evt", "prev_hash": "${GENESIS_HASH}"}`;

/** Generators of hostile lines. */
const MAKERS: readonly Maker[] = [
  (random) => random.bytes(random.below(600)),
  (random) => Buffer.alloc(random.below(3_000)),
  (random) => Buffer.concat([random.bytes(random.below(40)), Buffer.alloc(random.below(2_000)), random.bytes(20)]),
  (random) => '['.repeat(random.below(20_000)),
  (random) => `${`{"a":`.repeat(random.below(5_000))}1${'}'.repeat(random.below(5_000))}`,
  (random) => forge(`"event_type":"x","deep":${'['.repeat(3_000)}${']'.repeat(3_000 - random.below(2))}`),
  (random) => sample.replace('"seq":1', `"seq":${random.pick(NUMBERS)}`),
  (random) => sample.replace('"v":1', `"v":${random.pick(NUMBERS)}`),
  (random) => `{"__proto__":{"v":1,"seq":${random.below(3)}},"entry_hash":"${'0'.repeat(64)}"}`,
  () => forge('"event_type":"x","__proto__":{"seq":7,"torn":{"offset":0}},"constructor":null,"toString":1'),
  () => forge('"event_type":"x","text":"\\ud800\\udc00\\ud800","\\ud800":"\\udfff"'),
  () => forge('"event_type":["log_sealed"]'),
  () => forge('"event_type":"x","v":1,"seq":1'),
  () => forge('"event_type":"x","prev_hash":"y","entry_hash":"z"'),
  (random) => forge(closing(random.pick(NUMBERS), random.pick(NUMBERS))),
  (random) => forge(closing('0', random.pick(NUMBERS), random.pick(NUMBERS))),
  (random) => forge(`"event_type":"log_sealed","torn":${random.pick(['null', '[]', '"x"', '{}', '{"torn":{}}', '1'])}`),
  (random) => forge(`"event_type":"checkpoint","note":${JSON.stringify(random.pick(NOTES))}`),
  (random) => forge(`"event_type":"checkpoint","note":${random.pick(['null', '[]', '{}', '1', '""'])}`),
  () => forgeLegacy('{"action": "x", ', legacyEnd),
  (random) => forgeLegacy(`{"action": "${'\\"'.repeat(random.below(50_000))}", `, legacyEnd),
  () => forgeLegacy('{"action": "\\\\", "context": {"entry_hash": "x"}, "__proto__": 1, ', legacyEnd),
  () => `{"entry_hash": "${'0'.repeat(64)}", "entry_hash": "${'0'.repeat(64)}"}`,
  (random) => sample.slice(0, random.below(sample.length)),
  (random) => sample.slice(random.below(sample.length)),
  () => '\ufeff',
  () => '\r',
  () => '',
  () => 'null',
  () => '{}',
];

/** Returns one or more hostile lines, with or without a line end. */
export function makeHostile(random: Random): Buffer {
  const made = Array.from({ length: 1 + random.below(3) }, () => {
    const bytes = Buffer.from(random.pick(MAKERS)(random));
    return random.below(4) === 0 ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
  });
  return Buffer.concat(made);
}
