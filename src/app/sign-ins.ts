// Joins signing in at the Teams edge with what acts as people.
import type { SignInEdge, SignInHouse } from '../teams/sign-in.ts';
import type { House } from './house.ts';

export const signInsOf = (house: House, edge: SignInEdge): SignInHouse => {
  const acting = async () => {
    const { services } = await house.open();
    services.acting.join(edge);
    return services.acting;
  };
  // Operations that waited while brickbot was down ask before anybody has written.
  house.whenOpen(({ services }) => services.acting.join(edge));
  const table = async () => {
    const [{ store }, rows] = await Promise.all([house.open(), import('../store/sign-ins.ts')]);
    return { db: store.db, ...rows };
  };
  return {
    first: async (id) => {
      const { db, firstExchange } = await table();
      return firstExchange(db, id, house.clock.now());
    },
    again: async (id) => {
      const { db, forgetExchange } = await table();
      await forgetExchange(db, id);
    },
    waitsFor: async (op) => (await acting()).waitsForSignIn(op),
    accept: async (person, signIn, assertion) => (await acting()).signedIn(person, signIn, assertion),
  };
};
