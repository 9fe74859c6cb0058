const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const names = {
  de: ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;

/** `09:00-12:30` as a reader of the language writes it. */
function span(text: string, language: string): string {
  return text
    .split('-')
    .map((time) => (language === 'de' ? time.replace(/^0/, '').replace(/:00$/, '').replace(':', '.') : time))
    .join('–');
}

/** Opening hours as the rows of a description list; days with the same hours stand together. */
export function openingHours(hours: Readonly<Record<string, readonly string[]>>, language: string): string {
  const rows: { first: number; last: number; text: string }[] = [];
  days.forEach((day, index) => {
    const spans = hours[day];
    if (spans === undefined) return;
    const text = spans.map((part) => span(part, language)).join(language === 'de' ? ' und ' : ' and ');
    const before = rows.at(-1);
    if (before?.text === text && before.last === index - 1) before.last = index;
    else rows.push({ first: index, last: index, text });
  });
  const short = language === 'de' ? names.de : names.en;
  return rows
    .map(({ first, last, text }) => {
      const dayText = first === last ? short[first] : `${short[first]}${last - first > 1 ? '–' : ', '}${short[last]}`;
      return `<dt>${dayText}</dt><dd>${text}${language === 'de' ? ' Uhr' : ''}</dd>`;
    })
    .join('');
}
