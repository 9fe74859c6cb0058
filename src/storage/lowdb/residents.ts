import type { Resident } from './resident.ts';

/** The conversations in memory, bounded: the one that was not used for the longest time goes first. */
export interface Residents {
  /** The conversation, if it is in memory. */
  get(id: string): Resident | undefined;
  /** The same, read from disk where it must be. One without commits is not kept. */
  open(id: string): Promise<Resident>;
  /** Keeps a conversation from now on. */
  keep(resident: Resident): void;
  readonly count: number;
  readonly size: number;
  /** To be called when a conversation grew by so many characters; makes room. */
  grew(by: number): void;
}

export interface ResidentsOptions {
  readonly load: (id: string) => Promise<Resident>;
  /** Whether its document is out of date, so that it must stay. */
  readonly isDirty: (id: string) => boolean;
  /** Conversations. */
  readonly limit: number;
  /** Characters of entries, all together. */
  readonly size: number;
}

/** How many candidates are looked at for each one that comes: the work is spread, never a sweep. */
const looks = 4;

export function createResidents({ load, isDirty, limit, size }: ResidentsOptions): Residents {
  const kept = new Map<string, Resident>();
  const loading = new Map<string, Promise<Resident>>();
  let total = 0;

  const makeRoom = (): void => {
    for (let look = 0; look < looks && (kept.size > limit || total > size); look += 1) {
      const oldest = kept.values().next().value;
      if (oldest === undefined) return;
      kept.delete(oldest.id);
      if (oldest.busy > 0 || isDirty(oldest.id)) kept.set(oldest.id, oldest);
      else total -= oldest.size;
    }
  };
  const keep = (resident: Resident): void => {
    if (kept.has(resident.id)) return;
    kept.set(resident.id, resident);
    total += resident.size;
    makeRoom();
  };
  const get = (id: string): Resident | undefined => {
    const found = kept.get(id);
    if (found === undefined) return undefined;
    kept.delete(id);
    kept.set(id, found);
    return found;
  };

  return {
    get,
    keep,
    async open(id) {
      const found = get(id) ?? loading.get(id);
      if (found !== undefined) return found;
      const reading = load(id).finally(() => loading.delete(id));
      loading.set(id, reading);
      const resident = await reading;
      if (resident.data !== null) keep(resident);
      return kept.get(id) ?? resident;
    },
    get count() {
      return kept.size;
    },
    get size() {
      return total;
    },
    grew(by) {
      total += by;
      makeRoom();
    },
  };
}
