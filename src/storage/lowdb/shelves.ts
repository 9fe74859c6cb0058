/**
 * Kinds of documents that the flusher writes, by the first letter of their key.
 * c conversation · v visitor's binding · b bindings of a conversation · k where a case is found · a chunk of the audit log · i index file
 */
export type Shelf = 'c' | 'v' | 'b' | 'k' | 'a' | 'i';

export function documentKey(shelf: Shelf, id: string | number): string {
  return `${shelf}${id}`;
}

/** Splits a document's key again. */
export function shelfOf(key: string): { readonly shelf: Shelf; readonly id: string } {
  return { shelf: key.charAt(0) as Shelf, id: key.slice(1) };
}
