// Signing in and the Account page: the studio's side of the farm's accounts.
import { CodedError } from "../../shared/contract/errors.ts";
import type { Handlers } from "../../shared/contract/studio/index.ts";

const away = (): never => {
  throw new CodedError("farm_unreachable");
};

/** Handlers of the namespace `account`. */
export function createAccountHandlers(): Handlers["account"] {
  return {
    admission: away,
    signUp: away,
    sendVerification: away,
    verify: away,
    signIn: away,
    giveCode: away,
    dropSignIn: away,
    signOut: away,
    forgotPassword: away,
    resetPassword: away,
    state: away,
    refresh: away,
    rename: away,
    changePassword: away,
    plans: away,
    credits: away,
    movements: away,
    spending: away,
    saveMovements: away,
    budgets: away,
    devices: away,
    signOutDevice: away,
    signOutOthers: away,
    keys: away,
    createKey: away,
    removeKey: away,
    twoFactor: away,
    setUpTwoFactor: away,
    confirmTwoFactor: away,
    turnOffTwoFactor: away,
    newRecoveryCodes: away,
  };
}
