// Must be imported before any schema: zod would otherwise compile validators with `new Function`,
// which the page's policy forbids and reports.
import { z } from "zod";

z.config({ jitless: true });
