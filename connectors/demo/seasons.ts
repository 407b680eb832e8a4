/** When a type is wanted most. */
export type Season = "winter" | "spring" | "summer" | "autumn" | "holidays";

/** How much more or less each season's types are searched for, January to December. */
const demandByMonth: { readonly [season in Season]: readonly number[] } = {
  winter: [3.2, 2.6, 1.2, 0.4, 0.2, 0.2, 0.2, 0.2, 0.4, 1.0, 2.0, 3.0],
  spring: [0.3, 0.6, 1.8, 3.2, 3.4, 2.2, 1.3, 0.9, 0.8, 0.5, 0.3, 0.2],
  summer: [0.2, 0.3, 0.5, 1.0, 2.0, 3.2, 3.4, 2.6, 1.1, 0.4, 0.2, 0.2],
  autumn: [0.4, 0.3, 0.4, 0.6, 0.6, 0.5, 0.5, 0.9, 2.2, 3.2, 2.6, 0.8],
  holidays: [0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 1.6, 4.2, 4.6],
};

/** Visits by hour of the shop's day, midnight first; the mean is 1. */
const visitsByHour = [
  0.5, 0.4, 0.35, 0.35, 0.4, 0.6, 0.8, 1.0, 1.15, 1.25, 1.35, 1.4, 1.4, 1.35, 1.3, 1.3, 1.3, 1.3, 1.35, 1.4, 1.4, 1.2,
  0.75, 0.4,
] as const;

const hourMs = 60 * 60 * 1000;
/** The shop stands six hours west of Greenwich. */
const shopOffsetMs = -6 * hourMs;

/** Demand for a season's types in a month (0 to 11) against the year's average; 1 for types without a season. */
export function seasonalDemand(season: Season | undefined, month: number): number {
  return season === undefined ? 1 : demandByMonth[season][month]!;
}

/** The shop's month, 0 to 11, at a time in milliseconds since 1970 UTC. */
export function shopMonth(time: number): number {
  return new Date(time + shopOffsetMs).getUTCMonth();
}

/** The shop's hour, 0 to 23, at a time in milliseconds since 1970 UTC. */
export function shopHour(time: number): number {
  return new Date(time + shopOffsetMs).getUTCHours();
}

/** Visits at a time of day against the day's average. */
export function visitRate(time: number): number {
  return visitsByHour[shopHour(time)]!;
}

/** How likely a search at this hour is for a department of the trade (early) or of the home (evening); between 0.4 and 1. */
export function hourlyDemand(isTrade: boolean, hour: number): number {
  const isEarly = hour >= 5 && hour < 11;
  const isLate = hour >= 18 || hour < 2;
  if (isTrade) return isLate ? 0.55 : 1;
  return isEarly ? 0.55 : 1;
}
