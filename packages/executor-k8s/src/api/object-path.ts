/** Parts of the path of one object, or of a subresource of an object. */
export interface ObjectPath {
  /** Resource with version and group, such as `deployments.v1.apps`, or `nodes.v1.` in the core group. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly subresource: string | undefined;
}

const OBJECT_PATH =
  /^\/(?:api|apis\/(?<group>[^/?]+))\/(?<version>[^/?]+)(?:\/namespaces\/(?<namespace>[^/?]+))?\/(?<plural>[^/?]+)\/(?<name>[^/?]+)(?:\/(?<subresource>[^/?]+))?$/;

/** Parses a path without a query. The list of a namespace reads as a subresource of the namespace. @returns undefined for other lists */
export function parseObjectPath(path: string): ObjectPath | undefined {
  const found = OBJECT_PATH.exec(path)?.groups;
  if (found === undefined) return undefined;
  const decode = (text: string | undefined) => (text === undefined ? undefined : decodeURIComponent(text));
  const [plural = '', version = '', group = ''] = [found.plural, found.version, found.group].map(decode);
  return {
    resource: `${plural}.${version}.${group}`,
    namespace: decode(found.namespace),
    name: decode(found.name) ?? '',
    subresource: decode(found.subresource),
  };
}
