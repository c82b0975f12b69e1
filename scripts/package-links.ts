import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePackages } from './boundaries.ts';

/** The file that the publisher fills in. It is the only place that names the repository and the homepage of the packages. */
const LINKS_FILE = 'scripts/package-links.json';

export interface PackageLinks {
  /** URL of the Git repository, such as `https://github.com/OWNER/NAME`. */
  readonly repository: string;
  /** URL of the project's page. */
  readonly homepage: string;
}

/** @throws Error if a link is missing or is no https URL */
export function readPackageLinks(root: string): PackageLinks {
  const { homepage, repository } = JSON.parse(readFileSync(join(root, LINKS_FILE), 'utf8')) as Partial<PackageLinks>;
  return { repository: requireUrl('repository', repository), homepage: requireUrl('homepage', homepage) };
}

function requireUrl(name: string, given: unknown): string {
  if (typeof given === 'string' && URL.canParse(given) && new URL(given).protocol === 'https:') return given;
  throw new Error(
    `${LINKS_FILE} has no "${name}". Enter an https URL, such as https://github.com/OWNER/NAME, before publishing.`,
  );
}

/** Writes the links into the manifests of all packages that are published, and returns the changed folders. */
export function writePackageLinks(root: string, { homepage, repository }: PackageLinks): readonly string[] {
  const published = workspacePackages(root).filter(({ manifest }) => manifest.private !== true);
  for (const { folder } of published) {
    const file = join(root, folder, 'package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const url = `git+${repository.replace(/(?:\.git)?\/?$/, '.git')}`;
    const linked = { ...manifest, homepage, repository: { type: 'git', url, directory: folder } };
    writeFileSync(file, `${JSON.stringify(linked, undefined, 2)}\n`);
  }
  return published.map(({ folder }) => folder);
}
