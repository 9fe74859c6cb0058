/** How long a browser that was asked to remembers, in milliseconds; the service's cookie lives as long. */
const remembered = 30 * 24 * 3600_000;

/** What outlives the browser's session, once the customer has asked for it: the credential of their conversation. */
export interface Memory {
  /** Null: nothing is remembered here. On the service's own pages a cookie holds the credential, and here stands ''. */
  read(): string | null;
  write(resume: string): void;
  forget(): void;
}

export function createMemory(storage: () => Storage, name: string, now: () => number): Memory {
  return {
    read() {
      try {
        const kept = JSON.parse(storage().getItem(name) ?? 'null') as { resume?: unknown; until?: unknown } | null;
        if (typeof kept?.resume !== 'string' || typeof kept.until !== 'number') return null;
        if (kept.until > now()) return kept.resume;
        storage().removeItem(name);
      } catch {
        // Storage is forbidden, or holds nothing that we wrote.
      }
      return null;
    },
    write(resume) {
      try {
        storage().setItem(name, JSON.stringify({ resume, until: now() + remembered }));
      } catch {
        // Storage is full or forbidden.
      }
    },
    forget() {
      try {
        storage().removeItem(name);
      } catch {
        // Storage is forbidden.
      }
    },
  };
}
