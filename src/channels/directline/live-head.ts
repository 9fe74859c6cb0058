import type { Head } from '../../conversation/head.ts';
import type { Store } from '../../conversation/store.ts';
import { SchalterError } from '../../platform/errors.ts';
import type { Credential } from './gate.ts';

/** @throws SchalterError ConversationNotFound where it never began or was erased */
export async function liveHead(store: Store, conversationId: string): Promise<Head> {
  const head = await store.head(conversationId);
  if (head === null || head.erased === true) throw new SchalterError('ConversationNotFound');
  return head;
}

/** Whose words a request brings: the token says it, or, for the bank's own server, the conversation. */
export async function userOf(store: Store, credential: Credential, conversationId: string): Promise<string> {
  return credential.kind === 'token' ? credential.grant.user : (await liveHead(store, conversationId)).customer.id;
}
