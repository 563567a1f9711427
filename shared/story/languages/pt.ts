import { english } from "./en.ts";
import type { LanguageWords } from "./types.ts";
export const portuguese: LanguageWords = { ...english, code: "pt", common: "" };
