/** Counts in how many texts each feature occurs, and among how few classes. */
export interface Counter {
  readonly features: readonly number[];
  /** The number of texts that have each feature. */
  readonly counts: readonly number[];
  /** Texts must come in order. */
  readonly see: (feature: number, text: number) => void;
  /**
   * How much each feature tells of the class: 0 (spread evenly) to 1 (in one class only), from the entropy of its classes,
   * smoothed, because a rare feature is in one class by chance.
   */
  readonly concentration: (labels: Int32Array, classes: number) => Float64Array;
}

const SMOOTHING = 5;

export function createCounter(): Counter {
  const places = new Map<number, number>();
  const features: number[] = [];
  const counts: number[] = [];
  const last: number[] = [];
  /** The features of one text after the other. */
  const seen: number[] = [];
  const starts: number[] = [];

  const see = (feature: number, text: number): void => {
    let place = places.get(feature);
    if (place === undefined) {
      place = features.length;
      places.set(feature, place);
      features.push(feature);
      counts.push(0);
      last.push(-1);
    }
    if (last[place] === text) return;
    last[place] = text;
    counts[place] = (counts[place] as number) + 1;
    while (starts.length <= text) starts.push(seen.length);
    seen.push(place);
  };

  const concentration = (labels: Int32Array, classes: number): Float64Array => {
    const told = new Float64Array(features.length);
    if (classes < 2) return told;
    const base = SMOOTHING / classes;
    const textsOf = Array.from({ length: classes }, (): number[] => []);
    labels.forEach((label, text) => textsOf[label]?.push(text));
    const labelled = new Float64Array(features.length);
    const among = new Float64Array(features.length);
    const inClass = new Float64Array(features.length);
    const sums = new Float64Array(features.length);
    for (const texts of textsOf) {
      const touched: number[] = [];
      for (const text of texts)
        for (let at = starts[text] ?? seen.length; at < (starts[text + 1] ?? seen.length); at++) {
          const place = seen[at] as number;
          if (inClass[place] === 0) touched.push(place);
          inClass[place] = (inClass[place] as number) + 1;
        }
      for (const place of touched) {
        const mass = (inClass[place] as number) + base;
        labelled[place] = (labelled[place] as number) + (inClass[place] as number);
        among[place] = (among[place] as number) + 1;
        sums[place] = (sums[place] as number) + mass * Math.log(mass);
        inClass[place] = 0;
      }
    }
    for (let place = 0; place < told.length; place++) {
      const total = (labelled[place] as number) + SMOOTHING;
      const rest = (classes - (among[place] as number)) * base * Math.log(base);
      const entropy = Math.log(total) - ((sums[place] as number) + rest) / total;
      told[place] = 1 - entropy / Math.log(classes);
    }
    return told;
  };

  return { features, counts, see, concentration };
}
