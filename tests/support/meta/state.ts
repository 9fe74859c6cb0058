/** A message that the stand-in has taken and shows to the person. */
export interface Shown {
  readonly pageId: string;
  readonly personId: string;
  readonly mid: string;
  readonly time: number;
  readonly text: string | null;
  readonly message: Readonly<Record<string, unknown>>;
  readonly type: string;
  readonly tag: string | null;
  readonly personaId: string | null;
  /** The comment or post that it answers in private. */
  readonly answers: string | null;
}

export interface Comment {
  readonly id: string;
  readonly postId: string;
  readonly parentId: string | null;
  readonly authorId: string;
  readonly authorName: string;
  text: string;
  hidden: boolean;
  removed: boolean;
  answeredInPrivate: boolean;
  readonly time: number;
}

export interface Person {
  readonly id: string;
  name: string;
  /** When they last wrote to the page; the window counts from here. */
  heardAt: number | null;
  blocked: boolean;
}

export interface Page {
  readonly id: string;
  readonly token: string;
  /** The linked Instagram account. */
  readonly instagramId: string | null;
  tokenIsDead: boolean;
  restricted: boolean;
  /** An app other than ours that has the threads. */
  otherApp: boolean;
  humanAgentAllowed: boolean;
  fields: readonly string[];
  readonly personas: Map<string, string>;
  profile: Record<string, unknown>;
}

export interface State {
  readonly appId: string;
  readonly appSecret: string;
  readonly pages: Map<string, Page>;
  readonly people: Map<string, Person>;
  readonly comments: Map<string, Comment>;
  readonly shown: Shown[];
  /** Typing and seen, in the order in which they came. */
  readonly signs: { readonly personId: string; readonly action: string }[];
  /** Every call: method and path. */
  readonly calls: string[];
  now(): number;
  nextId(kind: string): string;
}

export function personOf(state: State, id: string): Person {
  const known = state.people.get(id);
  if (known !== undefined) return known;
  const made: Person = { id, name: `Person ${id}`, heardAt: null, blocked: false };
  state.people.set(id, made);
  return made;
}
