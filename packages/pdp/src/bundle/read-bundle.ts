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

const CREATE_AGAIN = 'Create it again with "agent-safe bundle".';

/**
 * Reads a bundle and checks its format, its digests, and every key of every document. Returns a frozen copy.
 *
 * @param source the text or bytes of a bundle file, which must be canonical JSON, or the parsed document
 * @throws AgentSafeError ERR_BUNDLE_INVALID
 */
export function readBundle(source: unknown): Bundle {
  try {
    return readStrictly(source);
  } catch (error) {
    // Reading fails if the value is nested too deeply or has a getter that throws.
    throw error instanceof AgentSafeError ? error : invalid(`The bundle cannot be read. ${CREATE_AGAIN}`, error);
  }
}

function readStrictly(source: unknown): Bundle {
  const bundle = parse(source);
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) {
    throw invalid(`The bundle must be an object, but it is ${describeType(bundle)}. ${CREATE_AGAIN}`);
  }
  const { format } = bundle as { readonly format?: JsonValue };
  if (format !== BUNDLE_FORMAT) {
    const found = typeof format === 'string' ? `, not ${quote(format)}` : '';
    throw invalid(`The format of the bundle is not supported: it must be "${BUNDLE_FORMAT}"${found}. ${CREATE_AGAIN}`);
  }
  try {
    bundleShape.check(bundle, 'bundle');
  } catch (error) {
    if (error instanceof ShapeError) throw invalid(`${error.message} ${CREATE_AGAIN}`);
    throw error;
  }
  const checked = bundle as unknown as Bundle;
  if (digestBundle(checked) !== checked.digest) {
    throw invalid(`The bundle was changed after it was made: its digest does not match. ${CREATE_AGAIN}`);
  }
  if (digestPolicies(checked.actions, checked.rules, checked.targets) !== checked.policy_digest) {
    throw invalid(`The policy_digest of the bundle does not match its actions, rules and targets. ${CREATE_AGAIN}`);
  }
  return deepFreeze(checked);
}

/** Returns a copy of the document as plain JSON data. */
function parse(source: unknown): JsonValue {
  const text = source instanceof Uint8Array ? decode(source) : source;
  const value = typeof text === 'string' ? parseText(text) : text;
  let canonical: string;
  try {
    canonical = canonicalJson(value as JsonValue);
  } catch (error) {
    throw invalid(`The bundle is not plain JSON data. ${CREATE_AGAIN}`, error);
  }
  // Other JSON text may have a key twice, which two readers can read as two different bundles.
  if (typeof text === 'string' && text.trimEnd() !== canonical) {
    throw invalid(
      `The text of the bundle is not canonical JSON: it was reformatted after it was made. ${CREATE_AGAIN}`,
    );
  }
  return JSON.parse(canonical) as JsonValue;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw invalid(`The bundle is not valid UTF-8. ${CREATE_AGAIN}`, error);
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(`The bundle is not valid JSON. ${CREATE_AGAIN}`, error);
  }
}

function invalid(summary: string, cause?: unknown): AgentSafeError {
  return new AgentSafeError('ERR_BUNDLE_INVALID', summary, cause === undefined ? {} : { cause });
}
