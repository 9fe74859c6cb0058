/** Finds a phone number in a text that can be called; null where there is none. German ones need no country code. */
export type ReadPhone = (text: string) => string | null;

const email = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u;
const digits = /\d(?:[ ()/.-]*\d){4,}/;

export type Contact =
  | { readonly kind: 'email' | 'phone'; readonly value: string }
  /** Meant as one, but no mail or call could reach it. */
  | { readonly kind: 'wrong' };

/** The e-mail address or phone number in a text; null where nothing looks like one. */
export function readContact(text: string, readPhone: ReadPhone): Contact | null {
  const address = email.exec(text)?.[0];
  if (address !== undefined) return { kind: 'email', value: address };
  if (text.includes('@')) return { kind: 'wrong' };
  if (!digits.test(text)) return null;
  const phone = readPhone(text);
  return phone === null ? { kind: 'wrong' } : { kind: 'phone', value: phone };
}
