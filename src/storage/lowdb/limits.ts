export interface StoreLimits {
  /** Bytes of journal that documents may lag behind; at this point appends wait. */
  readonly journalBytes: number;
  readonly segmentBytes: number;
  /** Documents that may be unwritten; at this point appends wait. */
  readonly unwritten: number;
  /** Milliseconds after which a changed document is written although nothing presses. */
  readonly documentAge: number;
  /** Conversations in memory. */
  readonly residents: number;
  /** Characters of entries in memory. */
  readonly residentSize: number;
}

const mib = 1024 * 1024;

export const defaultLimits: StoreLimits = {
  journalBytes: 64 * mib,
  segmentBytes: 4 * mib,
  unwritten: 20_000,
  documentAge: 60_000,
  residents: 50_000,
  residentSize: 300_000_000,
};
