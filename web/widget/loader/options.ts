/** What a bank may say in the script element's `data-` attributes. */
export interface Options {
  readonly language: 'de' | 'en';
  readonly position: 'left' | 'right';
  readonly theme: 'light' | 'dark' | undefined;
  readonly brand: string | undefined;
  readonly brandInk: string | undefined;
  readonly privacy: string | undefined;
  readonly imprint: string | undefined;
  /** A line beside the button, in the bank's words. */
  readonly greeting: string | undefined;
}

const hex = /^#[\da-f]{6}$/i;

/** White or the house's dark ink, whichever is easier to read on `brand`. */
export function inkOn(brand: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => (Number.parseInt(brand.slice(at, at + 2), 16) / 255) ** 2.2);
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  // Where both would have the same contrast: (1.05 / (l + .05) = (l + .05) / .058).
  return luminance > 0.197 ? '#0c1a16' : '#ffffff';
}

/** @param pageLanguage the page's own `lang`, for a widget that is not told another */
export function readOptions(data: Readonly<Record<string, string | undefined>>, pageLanguage: string): Options {
  const language = data['language'] ?? pageLanguage;
  const { brand, brandInk, theme } = data;
  const colour = brand !== undefined && hex.test(brand) ? brand : undefined;
  return {
    language: /^en\b/i.test(language) ? 'en' : 'de',
    position: data['position'] === 'left' ? 'left' : 'right',
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    brand: colour,
    brandInk:
      colour === undefined ? undefined : brandInk !== undefined && hex.test(brandInk) ? brandInk : inkOn(colour),
    privacy: data['privacy'],
    imprint: data['imprint'],
    greeting: data['greeting']?.trim() === '' ? undefined : data['greeting']?.trim().slice(0, 160),
  };
}
