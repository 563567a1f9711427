// Each error stands where it is put right: at its field, else at the button, and never at both.
import { expect, test } from "vitest";
import { errorsByField } from "./form.ts";

const fields = ["email", "password"] as const;

test("a field's own message stands at the field", () => {
  const error = { code: "invalid_input" as const, message: "whole", fields: [{ path: "email", message: "mail" }] };
  expect(errorsByField(error, fields, {})).toEqual({ field: { email: "mail" }, form: null });
});

test("a code that belongs to a field stands there, any other one at the button", () => {
  const homes = { credentials_invalid: "password" } as const;
  expect(errorsByField({ code: "credentials_invalid", message: "wrong" }, fields, homes)).toEqual({
    field: { password: "wrong" },
    form: null,
  });
  expect(errorsByField({ code: "farm_unreachable", message: "away" }, fields, homes)).toEqual({ field: {}, form: "away" });
});

test("what belongs to a field that is not on the form is said at the button", () => {
  const error = { code: "invalid_input" as const, message: "whole", fields: [{ path: "country", message: "country" }] };
  expect(errorsByField(error, fields, {})).toEqual({ field: {}, form: "country" });
});
