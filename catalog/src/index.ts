import { fileURLToPath } from 'node:url';

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** The folder of the 35 action files: 21 for Kubernetes, 14 for AWS. */
export const actionsPath: string = path('../actions');

/** The folder of the default policies. */
export const policiesPath: string = path('../policies');

/** The folder of the tests of the default policies. */
export const testsPath: string = path('../tests');

/** The sample inventory. Replace it by your own. */
export const inventoryPath: string = path('../inventory.yaml');
