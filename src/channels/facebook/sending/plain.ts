/** Text as Messenger shows it: composed letters, no Markdown, which would be read as signs. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/g, (_all, label: string, url: string) =>
      label === url ? url : `${label}: ${url}`,
    )
    .replace(/^#{1,6} +/gm, '')
    .replace(/(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1/g, '$2')
    .replace(/^[*+-] +/gm, '• ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
