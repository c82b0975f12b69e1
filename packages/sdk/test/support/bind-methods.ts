/** Copies the methods of an object to a plain object, so that a test can replace some of them. */
export function bindMethods<Port extends object>(port: Port): Port {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(port)).filter((name) => name !== 'constructor');
  const methods = names.filter((name) => typeof Reflect.get(port, name) === 'function');
  const members = methods.map((name) => [name, (Reflect.get(port, name) as () => unknown).bind(port)]);
  return { ...port, ...(Object.fromEntries(members) as Port) };
}
