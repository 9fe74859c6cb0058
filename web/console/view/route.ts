import { useEffect, useState } from 'preact/hooks';

/** The pages beside the cases. */
export const pageNames = ['notices', 'reports', 'figures', 'trail', 'accounts'] as const;
export type PageName = (typeof pageNames)[number];

/** Where one is: at the list, in a case, on a page. */
export type Place = { readonly at: 'cases'; readonly caseId: string | null } | { readonly at: PageName };

const pattern = /^#\/case\/(.+)$/;

function read(): Place {
  const name = pageNames.find((page) => location.hash === `#/${page}`);
  if (name !== undefined) return { at: name };
  const id = pattern.exec(location.hash)?.[1];
  try {
    return { at: 'cases', caseId: id === undefined ? null : decodeURIComponent(id) };
  } catch {
    return { at: 'cases', caseId: null };
  }
}

/** The address of a case, a page, or the list. */
export const addressOf = (place: Place): string =>
  place.at !== 'cases' ? `#/${place.at}` : place.caseId === null ? '#/' : `#/case/${encodeURIComponent(place.caseId)}`;

/** Where one is, kept in the address: reload and the browser's back work. */
export function useRoute(): readonly [Place, (place: Place) => void] {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const follow = (): void => setPlace(read());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go = (next: Place): void => {
    location.hash = addressOf(next);
  };
  return [place, go];
}
