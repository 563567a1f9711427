// The tones of a state: heat asks for the person, cool works for them, green is done.

export type Tone = "none" | "ok" | "turn" | "busy" | "stale" | "fail";
