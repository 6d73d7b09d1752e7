// The tables of sign-ins as TypeScript sees them.

export interface SignInTable {
  /** Entra object id. */
  person_id: string;
  /** Id by which the token service knows the person: that of the channel. */
  user_id: string;
  channel_id: string;
  at: number;
}

export interface SealedTokenTable {
  person_id: string;
  system: string;
  sealed: string;
  expires_at: number;
}

export interface TokenExchangeTable {
  id: string;
  at: number;
}
