/** E-mail and web addresses: their letters are no words of the customer. */
const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|(?:https?:\/\/|www\.)[^\s<>"]+/giu;
/** Where people say or sign their name; the name is the capitalised words behind it. */
const NAME =
  /(?<![\p{L}])([Ii]ch hei(?:ß|ss)e|[Mm]ein Name (?:ist|lautet)|[Mm]y name is|[Gg]r(?:ü|ue)(?:ß|ss)en?|Gru(?:ß|ss)|LG|MfG|[Rr]egards|[Yy]ours \p{L}+)[\s,]+(?:\p{Lu}[\p{L}.'’-]+\s?){1,3}/gu;

/** A text without e-mail and web addresses, and without the names that people introduce themselves and sign with. */
export function bareText(text: string): string {
  const plain = /@|www\.|:\/\//i.test(text) ? text.replace(ADDRESS, ' ') : text;
  return plain.replace(NAME, '$1 ');
}
