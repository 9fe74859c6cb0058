/** Two soft notes, made on the spot: no file is loaded, and no policy has to allow one. */
export function playSound(): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.connect(audio.destination);
  volume.gain.setValueAtTime(0.06, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.4);
  [659.25, 880].forEach((pitch, index) => {
    const note = audio.createOscillator();
    note.frequency.value = pitch;
    note.connect(volume);
    note.start(audio.currentTime + index * 0.12);
    note.stop(audio.currentTime + 0.4);
  });
  setTimeout(() => void audio.close(), 600);
}
