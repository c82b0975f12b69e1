import { generateKeyPairSync } from 'node:crypto';
import { signCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { MerkleTree } from '../../src/format/merkle.ts';
import { type NoteSigner, noteSigner } from '../../src/format/note.ts';

const ORIGIN = 'log.example/agent-safe';

export function makeSigner(name = ORIGIN): NoteSigner {
  return noteSigner(name, generateKeyPairSync('ed25519').privateKey);
}

/** Returns the checkpoint of the first `size` lines, as stored outside the log. */
export function checkpointOf(lines: readonly string[], size: number, signer: NoteSigner): string {
  const tree = new MerkleTree();
  for (const line of lines.slice(0, size)) {
    tree.append(Buffer.from((JSON.parse(line) as { entry_hash: string }).entry_hash, 'hex'));
  }
  return signCheckpoint(size, tree.root(), signer);
}
