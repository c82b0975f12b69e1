/** An address of the settings. */
export type ListenAddress =
  | { readonly kind: 'unix'; readonly text: string; readonly path: string }
  | { readonly kind: 'tcp'; readonly text: string; readonly host: string; readonly port: number };

/** Reads HOST:PORT or unix:PATH. @returns undefined for another text */
export function readAddress(text: string): ListenAddress | undefined {
  const path = /^unix:(.+)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'unix', text, path };
  const [, six, name, digits] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = six ?? name;
  const port = Number(digits);
  return host === undefined || port > 65_535 ? undefined : { kind: 'tcp', text, host, port };
}

/** Whether only programs of this machine reach the address. A name other than localhost may belong to any machine. */
export function isLocal(address: ListenAddress): boolean {
  return address.kind === 'unix' || /^(?:localhost|127(?:\.\d{1,3}){3}|(?:0{0,4}:){2,7}0{0,3}1)$/i.test(address.host);
}

/** Writes a host and a port as a part of a URL. */
export function joinHost(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
