import { english } from "./en.ts";
import type { LanguageWords } from "./types.ts";
export const italian: LanguageWords = { ...english, code: "it", common: "" };
