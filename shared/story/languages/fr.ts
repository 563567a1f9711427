import { english } from "./en.ts";
import type { LanguageWords } from "./types.ts";
export const french: LanguageWords = { ...english, code: "fr", common: "" };
