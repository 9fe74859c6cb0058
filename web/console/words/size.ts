import type { Words } from './words.ts';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** How large a file is: "84 kB", "2,4 MB". `bytes` is never shown as nothing. */
export function sizeWords(bytes: number, { language }: Words): string {
  const large = bytes >= megabyte;
  const value = large ? bytes / megabyte : Math.max(1, Math.round(bytes / kilobyte));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: large ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: 1,
  }).format(value);
}
