import { fileURLToPath } from 'node:url';
import { readPackageLinks, writePackageLinks } from './package-links.ts';

/** A step of the release: it completes the manifests just before they are packed. */
const root = fileURLToPath(new URL('..', import.meta.url));
const folders = writePackageLinks(root, readPackageLinks(root));
console.log(`Wrote repository and homepage into ${folders.length} packages.`);
