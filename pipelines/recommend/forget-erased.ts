import { NameRows } from "../../models/two-tower/name-rows.ts";
import type { TwoTowerState } from "../../models/two-tower/two-tower-file.ts";

/** A model without the names and histories of visitors who were erased after its training, by hash and time; rows stay where they are, of nobody. */
export function forgetErased(state: TwoTowerState, erased: ReadonlyMap<string, number>): TwoTowerState {
  const isErased = (user: string) => (erased.get(user) ?? Number.NEGATIVE_INFINITY) >= state.until;
  const { users } = state.names;
  const names = users.names.map((user, place) => (isErased(user) ? `erased ${place}` : user));
  return {
    ...state,
    histories: new Map([...state.histories].filter(([user]) => !isErased(user))),
    names: { ...state.names, users: new NameRows(names, users.buckets) },
  };
}
