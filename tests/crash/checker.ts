import { checkCases } from './check-cases.ts';
import { checkLog } from './check-log.ts';
import { checkSent } from './check-sent.ts';
import { checkShown } from './check-shown.ts';
import type { Stored } from '../support/stored.ts';
import type { Story } from './story.ts';

/**
 * Compares what a client saw of a conversation with what the store holds, when everything has come to rest.
 * @returns every promise that was broken, in words; empty where all were kept
 */
export function check(story: Story, stored: Stored): readonly string[] {
  return [...checkLog(stored), ...checkCases(stored), ...checkSent(story, stored), ...checkShown(story, stored)].map(
    (fault) => `${story.channel} ${story.conversationId}: ${fault}`,
  );
}
