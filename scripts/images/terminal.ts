import { escapeXml, type Theme } from './theme.ts';

const FONT_SIZE = 14;
const LINE_HEIGHT = 21;
const CHARACTER_WIDTH = 8.45;
const TOP = 52;
const SIDE = 20;

/** Draws what a terminal shows: a command begins with `$ `, a decision with its result. */
export function drawTerminal(title: string, lines: readonly string[], theme: Theme): string {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * CHARACTER_WIDTH) + 2 * SIDE;
  const height = TOP + lines.length * LINE_HEIGHT + 8;
  const texts = lines.flatMap((line, index) => {
    const y = TOP + 6 + index * LINE_HEIGHT;
    return line === '' ? [] : [`<text x="${SIDE}" y="${y}" xml:space="preserve">${drawLine(line, theme)}</text>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="${FONT_SIZE}" fill="${theme.text}">
<title id="title">${escapeXml(title)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${theme.box}" stroke="${theme.border}"/>
${[0, 1, 2].map((index) => `<circle cx="${SIDE + 4 + index * 18}" cy="20" r="5" fill="${theme.border}"/>`).join('')}
${texts.join('\n')}
</svg>
`;
}

function drawLine(line: string, theme: Theme): string {
  const [, result = ''] = /^(ALLOW|DENY|REQUIRE_APPROVAL)\b/.exec(line) ?? [];
  if (line.startsWith('$ ')) return `<tspan fill="${theme.muted}">$ </tspan>${escapeXml(line.slice(2))}`;
  if (result === '') return `<tspan fill="${theme.muted}">${escapeXml(line)}</tspan>`;
  const color = { ALLOW: theme.allow, DENY: theme.deny, REQUIRE_APPROVAL: theme.approval }[result];
  return `<tspan fill="${color}" font-weight="600">${result}</tspan>${escapeXml(line.slice(result.length))}`;
}
