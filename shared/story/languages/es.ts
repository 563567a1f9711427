import { english } from "./en.ts";
import type { LanguageWords } from "./types.ts";
export const spanish: LanguageWords = { ...english, code: "es", common: "" };
