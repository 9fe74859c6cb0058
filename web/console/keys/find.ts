/** Something that the palette offers. */
export interface Offer {
  readonly id: string;
  readonly title: string;
  /** Further words by which it is found, and which stand beside it. */
  readonly hint: string;
  readonly group: string;
  readonly keys: readonly string[];
  readonly run: () => void;
}

/** As people type: small letters, umlauts also as two letters or without their dots. */
const plain = (text: string): string =>
  text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '');

/** How well an offer fits: lower is better, null not at all. Every word must occur. */
function fit({ title, hint }: Offer, wanted: readonly string[]): number | null {
  const name = plain(title);
  const all = `${name} ${plain(hint)}`;
  if (!wanted.every((word) => all.includes(word))) return null;
  const first = wanted[0] ?? '';
  if (name.startsWith(first)) return 0;
  if (name.includes(` ${first}`)) return 1;
  return name.includes(first) ? 2 : 3;
}

/** The offers that fit what was typed, the best first, else in their own order; groups stay together. */
export function findOffers(offers: readonly Offer[], typed: string, limit: number): readonly Offer[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const found = offers.flatMap((offer, at) => {
    const score = wanted.length === 0 ? 0 : fit(offer, wanted);
    return score === null ? [] : [{ offer, at, score }];
  });
  const best = new Map<string, number>();
  for (const { offer, score } of found) best.set(offer.group, Math.min(best.get(offer.group) ?? score, score));
  const order = [...best.keys()];
  const rank = (group: string): number => (best.get(group) ?? 0) * 100 + order.indexOf(group);
  return found
    .sort((a, b) => rank(a.offer.group) - rank(b.offer.group) || a.score - b.score || a.at - b.at)
    .slice(0, limit)
    .map(({ offer }) => offer);
}
