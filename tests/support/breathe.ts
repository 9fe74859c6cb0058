/** Lets everything that needs no time run to its end: promises, and what they start. */
export async function breathe(rounds = 10): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
