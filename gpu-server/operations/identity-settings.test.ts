// Settings of accounts: what they are without a word, and what each mistake is told.
import { expect, test } from "vitest";
import { identitySettings, localIdentity } from "./identity-settings.ts";
import { UsageError } from "./options.ts";

test("a farm of this machine is open; one with a public address takes accounts by invitation", () => {
  expect(identitySettings({})).toEqual(localIdentity);
  expect(identitySettings({ PUBLIC_URL: "https://farm.example.com" }).signUp).toBe("invite");
  expect(identitySettings({ PUBLIC_URL: "https://farm.example.com", SIGN_UP: "open" }).signUp).toBe("open");
});

test("lists are read with or without blanks", () => {
  const read = identitySettings({
    ALLOWED_REGIONS: "de, FR,",
    STUDIO_ORIGINS: "https://studio.example.com, http://127.0.0.1:8080",
    TRUST_PROXY: "loopback, 10.0.0.0/8, ::1",
  });
  expect(read).toMatchObject({
    regions: ["DE", "FR"],
    trustedOrigins: ["https://studio.example.com", "http://127.0.0.1:8080"],
    trustProxy: "loopback,10.0.0.0/8,::1",
  });
});

test.each([
  ["SIGN_UP", "maybe"],
  ["ALLOWED_REGIONS", "Germany"],
  ["STUDIO_ORIGINS", "https://studio.example.com/path"],
  ["STUDIO_ORIGINS", "studio"],
  ["TRUST_PROXY", "10.0.0.0/64"],
  ["TRUST_PROXY", "everyone"],
  ["SMTP_URL", "mail.example.com"],
  ["SMTP_URL", "https://user:hunter2@mail.example.com"],
])("%s=%s is refused by a sentence that names the setting", (name, value) => {
  const read = () => identitySettings({ [name]: value });
  expect(read).toThrow(UsageError);
  expect(read).toThrow(name);
  expect(read).not.toThrow(/hunter2/);
});
