/** What every program needs. */
const GENERAL = [
  ...['HOME', 'PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'USERPROFILE'],
  ...[
    'HTTPS_PROXY',
    'HTTP_PROXY',
    'NO_PROXY',
    'SSL_CERT_DIR',
    'SSL_CERT_FILE',
    'https_proxy',
    'http_proxy',
    'no_proxy',
  ],
];
/** What the programs need that a kubeconfig may name to get credentials from clouds. */
const CLOUDS = /^(?:AWS|AZURE|AAD|CLOUDSDK|GOOGLE)_/;

/**
 * What kubectl sees of the environment: not what would change what it does, such as KUBECONFIG, and no secrets of others.
 *
 * @param isOwn whether it works with the credentials that the kubeconfig has itself
 */
export function chooseEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  isOwn: boolean,
): Readonly<Record<string, string>> {
  const chosen = Object.entries(environment).filter(([name]) => GENERAL.includes(name) || (isOwn && CLOUDS.test(name)));
  const present = chosen.filter((entry): entry is [string, string] => entry[1] !== undefined);
  // Preferences of a user could add flags of their own.
  return { ...Object.fromEntries(present), KUBERC: 'off', KUBECTL_KUBERC: 'false', LC_ALL: 'C' };
}
