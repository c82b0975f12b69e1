import {
  AgentSafeError,
  BUNDLE_FORMAT,
  type Bundle,
  canonicalJson,
  deepFreeze,
  describeType,
  digestBundle,
  digestPolicies,
  type JsonValue,
  quote,
} from '@agent-safe/core';
import { ShapeError } from '@agent-safe/core/options';
import { bundleShape } from './documents.ts';

const MAKE_ANEW = 'Make it anew with "agent-safe bundle".';

/**
 * Reads a bundle strictly: its format, its digests, and every key of every document in it. What is returned is a frozen
 * copy of what was checked.
 *
 * @param source the text or bytes of a bundle file, which must be canonical JSON, or the parsed document
 * @throws AgentSafeError ERR_BUNDLE_INVALID
 */
export function readBundle(source: unknown): Bundle {
  try {
    return readStrictly(source);
  } catch (error) {
    // What is nested too deep, or throws when it is read, is no bundle either.
    throw error instanceof AgentSafeError ? error : invalid('The bundle cannot be read.', error);
  }
}

function readStrictly(source: unknown): Bundle {
  const bundle = parse(source);
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) {
    throw invalid(`A bundle is an object, but this is ${describeType(bundle)}.`);
  }
  const { format } = bundle as { readonly format?: JsonValue };
  if (format !== BUNDLE_FORMAT) {
    const found = typeof format === 'string' ? `, but ${quote(format)}` : '';
    throw invalid(
      `This is no bundle that this version reads: its format is not "${BUNDLE_FORMAT}"${found}. ${MAKE_ANEW}`,
    );
  }
  try {
    bundleShape.check(bundle, 'bundle');
  } catch (error) {
    if (error instanceof ShapeError) throw invalid(`${error.message} ${MAKE_ANEW}`);
    throw error;
  }
  const checked = bundle as unknown as Bundle;
  if (digestBundle(checked) !== checked.digest) {
    throw invalid(`The bundle was changed after it was made: its digest is another. ${MAKE_ANEW}`);
  }
  if (digestPolicies(checked.actions, checked.rules, checked.targets) !== checked.policy_digest) {
    throw invalid(`The bundle's policy_digest is not that of its actions, rules and targets. ${MAKE_ANEW}`);
  }
  return deepFreeze(checked);
}

/** A copy of the document, as plain JSON data. */
function parse(source: unknown): JsonValue {
  const text = source instanceof Uint8Array ? decode(source) : source;
  const value = typeof text === 'string' ? parseText(text) : text;
  let canonical: string;
  try {
    canonical = canonicalJson(value as JsonValue);
  } catch (error) {
    throw invalid('The bundle is not plain JSON data.', error);
  }
  // Text of another form may give a key twice, and then two readers read two bundles.
  if (typeof text === 'string' && text.trimEnd() !== canonical) {
    throw invalid(`The text of the bundle is not canonical JSON: it was written anew after it was made. ${MAKE_ANEW}`);
  }
  return JSON.parse(canonical) as JsonValue;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw invalid('The bundle is not valid UTF-8.', error);
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid('The bundle is not valid JSON.', error);
  }
}

function invalid(summary: string, cause?: unknown): AgentSafeError {
  return new AgentSafeError('ERR_BUNDLE_INVALID', summary, cause === undefined ? {} : { cause });
}
