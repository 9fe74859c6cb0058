import { useEffect, useState } from 'preact/hooks';

const pattern = /^#\/case\/(.+)$/;

const read = (): string | null => {
  const id = pattern.exec(location.hash)?.[1];
  try {
    return id === undefined ? null : decodeURIComponent(id);
  } catch {
    return null;
  }
};

/** The open case, kept in the address: reload and the browser's back work. */
export function useRoute(): readonly [string | null, (caseId: string | null) => void] {
  const [caseId, setCaseId] = useState(read);
  useEffect(() => {
    const follow = (): void => setCaseId(read());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go = (next: string | null): void => {
    location.hash = next === null ? '#/' : `#/case/${encodeURIComponent(next)}`;
  };
  return [caseId, go];
}
