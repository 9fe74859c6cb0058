import { pause, type Service } from '../support/service.ts';
import { readConversations } from '../support/data-folder.ts';
import { isAtRest, type Stored } from '../support/stored.ts';
import type { Shown, Story } from './story.ts';

/**
 * Lets the service finish what it has to do, then ends it; returns what the store holds then.
 * A stop ends running turns, but what waits is taken up by the next start: so it may take a few.
 */
export async function settle(service: Service, ids: readonly string[]): Promise<ReadonlyMap<string, Stored>> {
  for (let round = 0; ; round += 1) {
    const code = await service.stop();
    if (code !== 0) throw new Error(`The service ended with ${code}:\n${service.lines.slice(-5).join('\n')}`);
    const stored = await readConversations(service.dataDir, ids);
    if (round === 20 || [...stored.values()].every(isAtRest)) return stored;
    await service.start();
    await pause(500 + round * 500);
  }
}

const numberOf = ({ id }: Shown): number => Number(id.slice(id.lastIndexOf('|') + 1));

/** The story without what came later than the entry `last`: reminders may come at any time. */
export function upTo(story: Story, last: number): Story {
  const early = (shown: Shown): boolean => !(numberOf(shown) > last);
  return {
    ...story,
    readings: story.readings.map((frames) =>
      frames.map((frame) => ({ ...frame, activities: frame.activities.filter(early) })),
    ),
    pushed: story.pushed.filter(early),
  };
}
