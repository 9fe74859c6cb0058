/** Letters and digits only, without case, accents or look-alike digits: "Mu$terb@nk – Support" holds "musterbank". */
function bare(text: string): string {
  const alike: Readonly<Record<string, string>> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '@': 'a',
    $: 's',
  };
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[013457@$]/g, (sign) => alike[sign] ?? sign)
    .replace(/[^\p{L}]/gu, '');
}

/** Whether a name holds the bank's, however it is written. */
export function holdsName(name: string, bankName: string): boolean {
  const own = bare(bankName);
  return own.length >= 3 && bare(name).includes(own);
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');
/** The last digits are compared: the same number is written with and without country code. */
const tailLength = 6;

/** Whether a text names a telephone number that is none of these. */
export function hasForeignNumber(text: string, own: readonly string[]): boolean {
  const tails = new Set(own.map((number) => digitsOf(number)).filter((number) => number !== ''));
  for (const [found] of text.matchAll(/(?:\+|\b0)\d(?:[ ()/.–-]{0,2}\d){5,16}/gu)) {
    const digits = digitsOf(found);
    const known = [...tails].some((number) =>
      number.length <= tailLength ? digits.endsWith(number) : digits.slice(-tailLength) === number.slice(-tailLength),
    );
    if (!known) return true;
  }
  return false;
}

/** Whether nobody can ask anything with it: no words, a single one, or names of people. */
export function isWordless(text: string): boolean {
  if (text.includes('?')) return false;
  const words = text.replace(/@\S+|https?:\/\/\S+|⟦\w+⟧/gu, ' ').match(/\p{L}{2,}/gu) ?? [];
  return words.length < 2 || (words.length <= 3 && words.every((word) => /^\p{Lu}/u.test(word)));
}
