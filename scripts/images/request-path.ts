import { escapeXml, type Theme } from './theme.ts';

const WIDTH = 880;
const HEIGHT = 330;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly lines: readonly string[];
}

const boxes: readonly Box[] = [
  { x: 16, y: 78, width: 130, height: 76, title: 'Agent', lines: ['holds a token,', 'no credentials'] },
  {
    x: 226,
    y: 24,
    width: 250,
    height: 184,
    title: 'Decision',
    lines: [
      'identity and delegation',
      'action and parameters',
      'policy rules',
      'risk of the action on its target',
      'limits and cumulative risk',
      'approval',
    ],
  },
  {
    x: 556,
    y: 24,
    width: 160,
    height: 184,
    title: 'Runner',
    lines: [
      'redeems the ticket',
      'short-lived credentials',
      'prechecks',
      'state before and after',
      'execute, wait',
      'roll back',
    ],
  },
  { x: 764, y: 78, width: 100, height: 76, title: 'Target', lines: ['Kubernetes', 'cluster'] },
  {
    x: 226,
    y: 256,
    width: 490,
    height: 54,
    title: 'Audit log',
    lines: ['hash chain and signed checkpoints; a decision or run that cannot be recorded is refused'],
  },
];

interface Arrow {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly label: string;
}

const arrows: readonly Arrow[] = [
  { from: [146, 100], to: [226, 100], label: 'request' },
  { from: [226, 134], to: [146, 134], label: 'ticket' },
  { from: [476, 116], to: [556, 116], label: 'ticket' },
  { from: [716, 116], to: [764, 116], label: '' },
  { from: [351, 208], to: [351, 256], label: '' },
  { from: [636, 208], to: [636, 256], label: '' },
];

/** Draws the path of a request, from the agent to its target, as SVG. */
export function drawRequestPath(theme: Theme): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title" font-family="-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif">
<title id="title">An agent sends a request. The decision checks it and issues a ticket. The runner redeems the ticket and acts on the target. The audit log records both.</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${theme.muted}"/></marker></defs>
<rect width="${WIDTH}" height="${HEIGHT}" fill="${theme.background}"/>
${boxes.map((box) => drawBox(box, theme)).join('\n')}
${arrows.map((arrow) => drawArrow(arrow, theme)).join('\n')}
${drawAnswers(theme)}
</svg>
`;
}

function drawBox({ x, y, width, height, title, lines }: Box, theme: Theme): string {
  const texts = lines.map(
    (line, index) =>
      `<text x="${x + 14}" y="${y + 46 + index * 24 - (lines.length === 1 ? 2 : 0) - (lines.length === 2 ? index * 6 : 0)}" font-size="13" fill="${theme.muted}">${escapeXml(line)}</text>`,
  );
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${theme.box}" stroke="${theme.border}"/>`,
    `<text x="${x + 14}" y="${y + 24}" font-size="15" font-weight="600" fill="${theme.text}">${escapeXml(title)}</text>`,
    ...texts,
  ].join('\n');
}

function drawArrow({ from, to, label }: Arrow, theme: Theme): string {
  const line = `<path d="M${from[0]} ${from[1]} ${to[0]} ${to[1]}" stroke="${theme.muted}" stroke-width="1.5" marker-end="url(#tip)"/>`;
  if (label === '') return line;
  const x = (from[0] + to[0]) / 2;
  return `${line}\n<text x="${x}" y="${from[1] - 7}" font-size="12" text-anchor="middle" fill="${theme.muted}">${label}</text>`;
}

/** The three results, under the agent that receives them. */
function drawAnswers(theme: Theme): string {
  const answers = [
    ['allow', theme.allow],
    ['deny', theme.deny],
    ['require approval', theme.approval],
  ] as const;
  return answers
    .map(
      ([answer, color], index) =>
        `<text x="30" y="${184 + index * 20}" font-size="13" font-weight="600" fill="${color}">${answer}</text>`,
    )
    .join('\n');
}
