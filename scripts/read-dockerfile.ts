/** One instruction of a Dockerfile. */
interface DockerStep {
  readonly instruction: string;
  readonly text: string;
}

/** The instructions of one stage. */
export interface DockerStage {
  /** `final` for the last stage. */
  readonly name: string;
  readonly base: string;
  readonly steps: readonly DockerStep[];
}

/** Reads the stages of a Dockerfile with plain instructions. */
export function readDockerfile(text: string): readonly DockerStage[] {
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { name: string; base: string; steps: DockerStep[] }[] = [];
  for (const line of lines) {
    const [, instruction = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (instruction === 'FROM') {
      const [, base = '', name = 'final'] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      stages.push({ name, base, steps: [] });
    } else stages.at(-1)?.steps.push({ instruction, text: rest });
  }
  return stages;
}
