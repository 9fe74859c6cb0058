import type { Commit } from '../../conversation/commit.ts';
import type { Json } from '../../conversation/head.ts';
import { conversationOf } from '../../conversation/visitor.ts';

/** A visitor's binding that a commit makes. */
export interface Binding {
  readonly key: string;
  readonly conversationId: string;
}

/** The visitors that a commit binds to conversations: mostly its own, but a record written by itself may name any. */
export function bindingsOf(commit: Commit): readonly Binding[] {
  if (commit.records === undefined) return [];
  return commit.records.flatMap((change) => {
    const conversationId = change.kind === 'visitor' && 'put' in change ? conversationOf(change.put) : null;
    return conversationId === null ? [] : [{ key: change.key, conversationId }];
  });
}

/** Those that lead to other conversations, keys by conversation. */
export function bindingsElsewhere(commit: Commit): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { key, conversationId } of bindingsOf(commit))
    if (conversationId !== commit.id) found.set(conversationId, [...(found.get(conversationId) ?? []), key]);
  return found;
}

/** The keys in a record of bindings, with more. */
export function withKeys(value: Json, more: readonly string[]): readonly string[] {
  const before = Array.isArray(value) ? value.filter((key): key is string => typeof key === 'string') : [];
  return [...new Set([...before, ...more])];
}
