/** Values that name no object, and that a careless executor would read as an option, a path, a query or a script. */
export const HOSTILE_NAMES = [
  ...['--all', '-n=kube-system', '--kubeconfig=/etc/x', '--token=x', '-o', 'settings --all', '-f-'],
  ...['../secrets/x', 'a/b', './a', '/', '..', '.', 'a?b=c', 'a%2fb', 'a#b', 'a&b', '%2e%2e'],
  ...['a;id', '$(id)', '`id`', "a'b", 'a"b', 'a|b', 'a>b', 'a\\b', 'a b', ' a', 'a\nb', 'a\tb', 'a\u0000b'],
  ...['', '*', 'a,b', 'a=b', '{{ params.key }}', '{a}', '@/etc/passwd', 'ä', 'a\u200bb', 'a\u202eb'],
] as const;

const CHARACTERS = 'ab1.-/?#&%=;$`\'"|<>\\ \n\t*,{}@ä:~!'.split('');

/** Makes a random value with at least one character that no name has. */
export function hostileName(random: (limit: number) => number): string {
  const length = 1 + random(12);
  const letters = Array.from({ length }, () => CHARACTERS[random(CHARACTERS.length)] ?? '');
  return `${letters.join('')}${[' ', '/', '?', '--', ';', '$'][random(6)]}${letters.toReversed().join('')}/`;
}
