import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** The phone number in a text as it is best read, if it is one; without a country code it is a German one. */
export function readPhone(text: string): string | null {
  const number = parsePhoneNumberFromString(text, 'DE');
  if (number?.isValid() !== true) return null;
  return number.country === 'DE' ? number.formatNational() : number.formatInternational();
}
