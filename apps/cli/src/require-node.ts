// Runs before the version of Node.js is known: no imports, no TypeScript syntax, nothing that Node.js 14 lacks.
// The launcher of the repository runs this file as a script too.

/** The oldest Node that the package runs on, as `engines` in package.json has it. */
const OLDEST = { major: 22, minor: 18 };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
  const needed = `${OLDEST.major}.${OLDEST.minor}`;
  process.stderr.write(
    `agent-safe needs Node.js ${needed} or newer, and this is Node.js ${process.versions.node}. Install a newer Node.js.\n`,
  );
  process.exit(1);
}
