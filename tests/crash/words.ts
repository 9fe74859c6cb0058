/** What customers write: questions, small talk, nonsense, wishes for a person, things that open dialogs. */
const sentences = [
  'Wie lauten die Öffnungszeiten?',
  'Was kostet eine Überweisung ins Ausland?',
  'Ich habe meine Karte verloren',
  'How do I open an account?',
  'Danke schön!',
  'Guten Tag',
  'Blauer Fisch tanzt Polka',
  'Wo ist der nächste Geldautomat?',
  'I forgot my online banking login',
  'Und wie hoch sind die Zinsen fürs Tagesgeld?',
] as const;
const wishes = ['Ich möchte mit einem Menschen sprechen', 'Please let me talk to a person'] as const;

/** A message that nobody wrote before: `name` stands in it. */
export function words(name: string, random: () => number): string {
  const list = random() < 0.08 ? wishes : sentences;
  return `${list[Math.floor(random() * list.length)] ?? ''} (${name})`;
}

/** How many messages go out side by side. */
export function burst(random: () => number): number {
  return random() < 0.2 ? 2 + Math.floor(random() * 2) : 1;
}
