import { join } from 'node:path';
import { createCounter } from '../bot/counter.ts';
import type { Counter } from '../bot/reactions.ts';
import { loadPlan, type Plan } from '../handoff/plan.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import type { Address, Knowledge } from '../knowledge/types.ts';
import { createUnderstander, loadShippedModel, trainApart, type Understander } from '../understanding/index.ts';
import { createDialogs } from './dialogs.ts';

/** What the bot knows and understands. */
export interface Assistant {
  readonly knowledge: Knowledge;
  readonly understander: Understander;
  readonly counter: Counter;
  /** Who takes over from it, and when. */
  readonly plan: Plan;
}

export interface AssistantOptions {
  /** The folder of the approved words: `data`. */
  readonly dataDir: string;
  /** Where trained models are kept. */
  readonly cacheDir: string;
  readonly address: Address;
  readonly now: number;
}

/** Loads the approved words and a model trained on the examples, from its cache where they have not changed. */
export async function loadAssistant({ dataDir, cacheDir, address, now }: AssistantOptions): Promise<Assistant> {
  const knowledge = await loadKnowledge(dataDir, now);
  const model = await loadShippedModel(dataDir, cacheDir, trainApart);
  const understander = createUnderstander(model);
  return {
    knowledge,
    understander,
    plan: await loadPlan(dataDir, knowledge.facts),
    counter: createCounter({ knowledge, understander, dialogs: createDialogs(knowledge.facts), address }),
  };
}

/** Where trained models are kept beside a data folder. */
export function modelFolder(dataFolder: string): string {
  return join(dataFolder, 'models');
}
