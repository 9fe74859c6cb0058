import type { Audience, Entry } from '../../conversation/entry.ts';

/** An entry as text, with what a reader must know to pass it over without looking inside. */
export interface Line {
  readonly seq: number;
  readonly audience: Audience;
  readonly text: string;
  /** Room that it takes, in characters. */
  readonly size: number;
  entry(): Entry;
}

/** What a line takes besides its text. */
const overhead = 100;

/**
 * Makes lines. The newest entries stay objects, since whoever waits for them reads them within milliseconds; older
 * ones are parsed again when somebody reads them.
 * @param recent how many objects are kept, of all conversations together.
 */
export function createLines(recent = 4096): (entry: Entry) => Line {
  const ring: KeptLine[] = [];
  let next = 0;
  return (entry) => {
    const line = new KeptLine(entry);
    ring[next]?.forget();
    ring[next] = line;
    next = (next + 1) % recent;
    return line;
  };
}

/** A line whose entry is read seldom. */
export function storedLine(entry: Entry): Line {
  return new KeptLine(entry, false);
}

class KeptLine implements Line {
  readonly seq: number;
  readonly audience: Audience;
  readonly text: string;
  #entry: Entry | null;

  constructor(entry: Entry, keep = true) {
    this.seq = entry.seq;
    this.audience = entry.audience;
    this.text = JSON.stringify(entry);
    this.#entry = keep ? entry : null;
  }

  get size(): number {
    return this.text.length + overhead;
  }

  entry(): Entry {
    return this.#entry ?? (JSON.parse(this.text) as Entry);
  }

  forget(): void {
    this.#entry = null;
  }
}
