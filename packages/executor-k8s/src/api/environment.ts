/** Variables that every program needs. */
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
/** Variables of the programs that a kubeconfig may use to get credentials from a cloud. */
const CLOUDS = /^(?:AWS|AZURE|AAD|CLOUDSDK|GOOGLE)_/;

/**
 * Chooses the variables for kubectl and for credential programs. It omits variables that change the behavior of kubectl, such as
 * KUBECONFIG, and secrets of other programs.
 *
 * @param isOwn whether kubectl uses the credentials of the kubeconfig
 */
export function chooseEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  isOwn: boolean,
): Readonly<Record<string, string>> {
  const chosen = Object.entries(environment).filter(([name]) => GENERAL.includes(name) || (isOwn && CLOUDS.test(name)));
  const present = chosen.filter((entry): entry is [string, string] => entry[1] !== undefined);
  // The preferences file of a user could add flags.
  return { ...Object.fromEntries(present), KUBERC: 'off', KUBECTL_KUBERC: 'false', LC_ALL: 'C' };
}
