import type { DeskVoice } from '../handoff/ownership.ts';
import type { Knowledge, Address } from '../knowledge/types.ts';
import type { Clock } from '../platform/clock.ts';
import { keepState, readState } from './state.ts';
import { createVoice } from './voice.ts';

export interface DeskVoiceOptions {
  readonly knowledge: Knowledge;
  readonly address: Address;
  readonly clock: Clock;
}

/** The assistant's voice for what the desk has it say, in a wording that the conversation has not seen. */
export function createDeskVoice({ knowledge, address, clock }: DeskVoiceOptions): DeskVoice {
  return (head, spoken, phrase, values) => {
    const state = readState(head.state);
    const language = state.language ?? (spoken === 'en' ? 'en' : 'de');
    const voice = createVoice({ knowledge, language, address, shown: state.shown, now: clock.now() });
    const text = voice.phrase(phrase, values);
    return { text, state: keepState({ ...state, shown: voice.said(), lastSpoke: clock.now() }) };
  };
}
