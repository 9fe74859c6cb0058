/** Small things that outlive a reload; a browser that forbids storing forgets them, and all else works. */
export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
  /** Forgets all that begins with the prefix. */
  clear(prefix: string): void;
}

export function createKeep(storage: () => Storage): Keep {
  const attempt = <T>(run: (store: Storage) => T, otherwise: T): T => {
    try {
      return run(storage());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) => attempt((store) => store.getItem(key), null),
    set: (key, value) =>
      attempt((store) => (value === null ? store.removeItem(key) : store.setItem(key, value)), undefined),
    clear: (prefix) =>
      attempt((store) => {
        const keys = Array.from({ length: store.length }, (_none, at) => store.key(at));
        for (const key of keys) if (key?.startsWith(prefix) === true) store.removeItem(key);
      }, undefined),
  };
}
