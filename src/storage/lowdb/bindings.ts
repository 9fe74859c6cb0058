import type { Commit } from '../../conversation/commit.ts';
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
