// The sound of a new danger to life: two short notes, thrice. Browsers let a page sound only after somebody has used it; until then it keeps quiet.
import type { Alarm, Id } from "../shared/contract";

const KEY = "doorstep alarm sound";
const NOTES = [880, 660, 880, 660, 880, 660];
const NOTE_S = 0.16;
const LOUD = 0.25;

export const soundOn = (): boolean => localStorage.getItem(KEY) !== "off";

/** Turned on, it is heard once, so that one knows it. */
export function turnSound(on: boolean): void {
  localStorage.setItem(KEY, on ? "on" : "off");
  if (on) play();
}

/** Which alarms have been told. What stands when the desk is opened is seen, not heard. */
export class Heard {
  private known: Set<Id> | null = null;

  /** True where there is a danger to life that was not there before. */
  news(alarms: readonly Alarm[]): boolean {
    const before = this.known;
    this.known = new Set([...(before ?? []), ...alarms.map(({ id }) => id)]);
    return before !== null && alarms.some(({ id, level }) => level === "life" && !before.has(id));
  }
}

let context: AudioContext | null = null;

export function play(): void {
  if (!navigator.userActivation.hasBeenActive) return;
  context ??= new AudioContext();
  void context.resume();
  for (const [n, pitch] of NOTES.entries()) note(context, pitch, context.currentTime + n * NOTE_S);
}

/** Begins and ends softly: a hard edge clicks. */
function note(on: AudioContext, pitch: number, at: number): void {
  const voice = new OscillatorNode(on, { type: "triangle", frequency: pitch });
  const volume = new GainNode(on, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUD, at + 0.02);
  volume.gain.linearRampToValueAtTime(0, at + NOTE_S - 0.01);
  voice.connect(volume).connect(on.destination);
  voice.start(at);
  voice.stop(at + NOTE_S);
}
