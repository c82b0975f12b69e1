import { MASK } from './mask.ts';
import { type SecretNames, splitName } from './secret-names.ts';

/** A name, its sign and the rest of its line: `DB_PASSWORD=a b`, `- password: x`, `export TOKEN=x`, `Cookie: a=b`. */
const LINE =
  /^([\s>*-]{0,64}(?:export\s{1,8}|set\s{1,8}|ENV\s{1,8})?["']?)([A-Za-z_][\w.-]{0,127})(["']?\s{0,8}[:=]\s{0,8})(\S.*)$/;
/** A name and its value within a line. A value ends at a blank, unless it is quoted. */
const WITHIN =
  /(?<![\w.-])([A-Za-z_][\w.-]{0,127})(\\?["']?\s{0,3}(?:=(?!=)>?|:(?!\/\/))\s{0,3})(\\?"(?:[^"\\]|\\.){1,4096}|'[^']{1,4096}|[^\s"'&,;<>]{1,4096})/g;
/** An option of a command line and its value: `--password x`. */
const OPTION = /(?<![\w-])(--?)([A-Za-z][\w.-]{0,127})(\s{1,8})(?!-)("[^"]{1,4096}"|'[^']{1,4096}'|[^\s"']{1,4096})/g;
const HEADER =
  /(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s{0,8}[:=]\s{0,8}["']?)([^"'\r\n]{1,4096})/gi;
const TAG = /<([A-Za-z_][\w.-]{0,127})>([^<]{1,4096})(?=<)/g;
/** The beginning of a text over several lines in YAML. */
const BLOCK = /^[|>][+-]?\d?\s*(?:#.*)?$/;

/**
 * Replaces the values of secret names in a text: `KEY=VALUE`, lines of YAML, headers, options of a command, and XML.
 *
 * @param found receives each value
 */
export function redactAssignments(text: string, names: SecretNames, found: (secret: string) => void): string {
  const hide = (value: string): string => {
    const [, start = '', inner = value, end = ''] = /^(\\?["']?)(.*?)(\\?["']?[,;]?)$/s.exec(value) ?? [];
    if (inner === '' || inner === MASK) return value;
    found(inner);
    return `${start}${MASK}${end}`;
  };
  const lines = redactLines(text, names, hide);
  return lines
    .replace(HEADER, (_, name: string, sign: string, value: string) => `${name}${sign}${hide(value)}`)
    .replace(WITHIN, (all, name: string, sign: string, value: string) => {
      return names.has(name) && (/^["']?\s*=|["']/.test(sign) || isClear(name)) ? `${name}${sign}${hide(value)}` : all;
    })
    .replace(OPTION, (all, dashes: string, name: string, blank: string, value: string) => {
      return names.has(name) ? `${dashes}${name}${blank}${hide(value)}` : all;
    })
    .replace(TAG, (all, name: string, value: string) => (names.has(name) ? `<${name}>${hide(value)}` : all));
}

/** A colon after one word is often a sentence, such as "This token: it is not valid". */
function isClear(name: string): boolean {
  return splitName(name).length > 1 || /^pass(?:word|wd|phrase)?$|^pwd$|key$/i.test(name);
}

function redactLines(text: string, names: SecretNames, hide: (value: string) => string): string {
  /** The indentation of the name whose block is being replaced. */
  let block: number | undefined;
  const lines = text.split('\n').map((line) => {
    const indentation = line.length - line.trimStart().length;
    if (block !== undefined && (line.trim() === '' || indentation > block)) return hideAll(line, hide);
    block = undefined;
    const [, start = '', name = '', sign = '', value = ''] = LINE.exec(line) ?? [];
    if (name === '' || !names.has(name)) return line;
    if (BLOCK.test(value.trim())) {
      block = indentation;
      return line;
    }
    return `${start}${name}${sign}${hide(value)}`;
  });
  return lines.join('\n');
}

function hideAll(line: string, hide: (value: string) => string): string {
  const text = line.trim();
  return text === '' ? line : line.replace(text, () => hide(text));
}
