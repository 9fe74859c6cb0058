/** The kinds of files that are taken; each shows by its first bytes what it is. */
export type FileKind = 'image/jpeg' | 'image/png' | 'application/pdf';

interface Signature {
  readonly kind: FileKind;
  readonly extensions: readonly [string, ...string[]];
  readonly first: Buffer;
}

/** First bytes: ISO 10918-1 (SOI and the next marker), ISO 15948 section 5.2, ISO 32000-1 section 7.5.2. */
const signatures: readonly Signature[] = [
  { kind: 'image/jpeg', extensions: ['jpg', 'jpeg'], first: Buffer.from([0xff, 0xd8, 0xff]) },
  { kind: 'image/png', extensions: ['png'], first: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { kind: 'application/pdf', extensions: ['pdf'], first: Buffer.from('%PDF-') },
];

export const fileKinds: readonly FileKind[] = signatures.map(({ kind }) => kind);

/** What a file is by its content; what its sender calls it counts for nothing. Null: nothing that is taken. */
export function kindOf(bytes: Buffer): FileKind | null {
  return signatures.find(({ first }) => bytes.subarray(0, first.length).equals(first))?.kind ?? null;
}

const nameLimit = 80;
/** Names that Windows keeps for devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name under which the file can be saved anywhere: no folders, no characters that hide or turn what follows, and
 * the ending of what the file is.
 */
export function safeName(name: string, kind: FileKind): string {
  const { extensions } = signatures.find((each) => each.kind === kind) ?? { extensions: ['bin'] };
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const ending = /\.([^.]{1,10})$/.exec(last)?.[1]?.toLowerCase() ?? '';
  const stem = (extensions.includes(ending) ? last.slice(0, -ending.length - 1) : last)
    .replace(/[^\p{L}\p{M}\p{N} ()_-]+/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[ -]+|[ -]+$/g, '');
  const short = stem.slice(0, nameLimit).replace(/[\uD800-\uDBFF]$/, '');
  return `${short === '' || devices.test(short) ? 'datei' : short}.${extensions[0]}`;
}
