/**
 * Makes a regular expression of a phrase from the word lists: whole words, in any case; `*` stands for the rest of a word,
 * ` … ` for anything within the sentence, `(a|b)` for a choice, `(a)?` for what may be missing, `'` for any apostrophe.
 */
export function compile(phrase: string): RegExp {
  const body = phrase
    .replace(/[.+^$[\]{}\\]/g, '\\$&')
    .replace(/(?<!\))\?/g, '\\?')
    .replaceAll('*', '\\p{L}*')
    .replaceAll(/(?<=.)'|'(?=.)/g, "['’]")
    .replaceAll(' … ', '(?:\\s+|\\s.*?\\s)')
    .replaceAll(' ', '\\s+');
  const atWord = /[\p{L}\p{N}(]/u.test(phrase.charAt(0)) ? '(?<![\\p{L}\\p{N}-])' : '';
  const endsWord = /[\p{L}\p{N})?*]/u.test(phrase.at(-1) ?? '') && phrase.length > 1 ? '(?![\\p{L}\\p{N}])' : '';
  return new RegExp(`${atWord}(?:${body})${endsWord}`, 'iu');
}
