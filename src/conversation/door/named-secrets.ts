import type { SecretKind } from './markers.ts';

/**
 * Kinds of secrets that are known by the word that names them. `code` is a "security code", which a card and an SMS both
 * can carry; `sms` is any other "code", which is one only when it is told in six to eight digits.
 */
export type NamedKind = Exclude<SecretKind, 'card' | 'iban'> | 'code' | 'sms';

/** Kinds that the key of a form's field can name: "code" alone names none there. */
export type FieldKind = Exclude<NamedKind, 'sms'>;

/** A word that names a secret, and where it stands. */
export interface SecretName {
  readonly kind: NamedKind;
  readonly start: number;
  readonly end: number;
}

const PIN =
  '(?:(?:karten|kreditkarten|girokarten|girocard|debitkarten|bank|konto|online|banking|onlinebanking|wunsch|start|app|handy|sim|ec|m|e|t|login|signatur|telefon|telebanking|meine?|my)?pins?|p\\.i\\.n|geheim(?:zahl|nummer|code|ziffer)|secret (?:number|code)|pass ?codes?|zugangscode|access code)';
const TAN =
  '(?:(?:sms|m|i|e|q|push|chip|photo|foto|mobile|mobil|app|best|flicker|secure|smart|scan|bt|qr|vr|easy|opti)?tans?|otps?|einmal(?:passwort|kennwort|code|pin)|one[- ]time[- ](?:password|passcode|pin|code)|(?:bestätigungs|freigabe|verifizierungs|verifikations|autorisierungs|aktivierungs|freischalt|sms)-?code|(?:verification|confirmation|authori[sz]ation|activation|sms|otp) code|code (?:aus|von|in|per|from|in|via)(?: der| the| my| meiner| einer)? (?:sms|text|nachricht|message|e-?mail|app))';
const CVC =
  '(?:cv[cv](?:2(?!\\d))?|csc|card verification (?:code|value|number)|(?:karten-?)?prüf(?:nummer|ziffer|zahl|code|nr))';
const CODE = '(?:sicherheits(?:code|nummer|zahl|ziffer)|security (?:code|number))';
const SMS = '(?<!(?:error|fehler|post|swift|bic|country|zip|promo|rabatt|gutschein|qr|bar|status|länder)[- ]?)codes?';
const PASSWORD =
  '(?:pass(?:wort|wörter|word|words|wd|wrd|phrase)|pa(?:ß|ss)wort|kennw(?:ort|örter)|codewort|pwd?(?![a-zäöüß])|pass(?=\\s*[:=]))';

// A name begins a word or ends a compound ("Online-PIN", but not "Spin"), and is not the first half of one ("PIN-Brief").
const NUMBER_NAME = new RegExp(
  `(?<![a-zäöüß⟦])(?:(?<pin>${PIN})|(?<tan>${TAN})|(?<cvc>${CVC})|(?<code>${CODE})|(?<sms>${SMS}))(?:[- ]?(?:nummer|nr|no|number|zahl|code)(?![a-zäöüß])\\.?)?(?![a-zäöüß⟧]|-[a-zäöüß])`,
  'g',
);
const PASSWORD_NAME = new RegExp(`(?<!⟦)${PASSWORD}(?![a-zäöüß⟧]|-[a-zäöüß])`, 'g');

// The cheap question first: is there any part of such a word at all?
const NUMBER_HINT =
  /pin|p\.i\.n|tan|cv[cv]|csc|pass ?code|geheim|code|prüf|sicherheits|secur|secret|otp|verif|einmal|one[- ]/;
const PASSWORD_HINT = /pas|paß|pwd?|kennw|codew/;

/** Finds the words that name a secret in the view of a text, in the order in which they stand. */
export function secretNames(plain: string): SecretName[] {
  const names: SecretName[] = [];
  if (NUMBER_HINT.test(plain)) {
    for (const match of plain.matchAll(NUMBER_NAME)) {
      const kind = (['pin', 'tan', 'cvc', 'code', 'sms'] as const).find((name) => match.groups?.[name] !== undefined);
      if (kind !== undefined) names.push({ kind, start: match.index, end: match.index + match[0].length });
    }
  }
  if (!PASSWORD_HINT.test(plain)) return names;
  for (const match of plain.matchAll(PASSWORD_NAME)) {
    if (match[0].startsWith('pw') && /[a-zäöüß]/.test(plain.charAt(match.index - 1))) continue;
    const name = { kind: 'password', start: match.index, end: match.index + match[0].length } as const;
    // "Einmalpasswort" is a TAN.
    if (!names.some((number) => number.start < name.end && number.end > name.start)) names.push(name);
  }
  return names.sort((one, other) => one.start - other.start);
}

/** Says which kind of secret a key of a form or an object names, if any. */
export function kindOfKey(key: string): FieldKind | null {
  if (key.length > 64) return null;
  const words = key
    .replace(/([a-zäöüß])([A-ZÄÖÜ])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .toLowerCase();
  const names = secretNames(words);
  const last = names.at(-1);
  // "pin" and "customer pin", but not "pin forgotten".
  return last !== undefined && last.end === words.length && last.kind !== 'sms' ? last.kind : null;
}
