import { english } from "./en.ts";
import type { LanguageWords } from "./types.ts";
export const german: LanguageWords = { ...english, code: "de", common: "" };
