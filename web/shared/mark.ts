/** The bank's mark on a 24 × 24 grid, drawn as strokes: two arched counter windows, an m. A bank puts its own here. */
export const markPath = 'M3.5 20v-8.5a4.25 4.25 0 0 1 8.5 0V20m0-8.5a4.25 4.25 0 0 1 8.5 0V20';
