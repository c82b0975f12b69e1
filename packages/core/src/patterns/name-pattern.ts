import { compileGlob } from './glob.ts';

/**
 * Compiles a name, or a pattern in which `*` stands for any characters. No other character is special, so that each name matches itself:
 * no name of an agent contains `*`.
 *
 * @example compileNamePattern('deploy-*')('deploy-01') // true
 */
export function compileNamePattern(pattern: string): (name: string) => boolean {
  if (!pattern.includes('*')) return (name) => name === pattern;
  return compileGlob(pattern.replaceAll(/[?[]/g, '[$&]'));
}
