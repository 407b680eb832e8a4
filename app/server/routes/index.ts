import { apiPageRoute, openApiRoute } from "./api.ts";
import { challengeRoute } from "./challenge.ts";
import { compareRoute } from "./compare.ts";
import { deadLetterRoute } from "./dead-letter.ts";
import { deadLettersRoute, letterReasonsRoute } from "./dead-letters.ts";
import { eraseUserRoute } from "./erase-user.ts";
import { eventsRoute } from "./events.ts";
import { explainRoute } from "./explain.ts";
import { fixLetterRoute } from "./fix-letter.ts";
import { gateRoute } from "./gate.ts";
import { healthzRoute } from "./healthz.ts";
import { ladderRoute } from "./ladder.ts";
import { liveRoute } from "./live.ts";
import { mapRoute } from "./map.ts";
import { metricsRoute } from "./metrics.ts";
import { modelRoute } from "./model.ts";
import { modelsRoute } from "./models.ts";
import { promoteRoute } from "./promote.ts";
import { qualityRoute } from "./quality.ts";
import { rankRoute } from "./rank.ts";
import { readyzRoute } from "./readyz.ts";
import { recognisedRoute } from "./recognised.ts";
import { recommendRoute } from "./recommend.ts";
import { releasesRoute } from "./releases.ts";
import { replayLettersRoute } from "./replay-letters.ts";
import { rollbackRoute } from "./rollback.ts";
import type { Route } from "./route.ts";
import { scoreRoute } from "./score.ts";
import { searchRoute } from "./search.ts";
import { similarRoute } from "./similar.ts";
import { sqlRoute } from "./sql.ts";
import { sqlCatalogRoute } from "./sql-catalog.ts";
import { statsRoute } from "./stats.ts";
import { withdrawRoute } from "./withdraw.ts";

/** What a process answers to whoever looks after it. */
export const healthRoutes: readonly Route[] = [healthzRoute, readyzRoute, metricsRoute];

/** Every route of the API. One more is one more file and one more line here. */
export const apiRoutes: readonly Route[] = [
  apiPageRoute,
  openApiRoute,
  scoreRoute,
  rankRoute,
  eventsRoute,
  searchRoute,
  similarRoute,
  recognisedRoute,
  mapRoute,
  recommendRoute,
  explainRoute,
  statsRoute,
  liveRoute,
  qualityRoute,
  sqlRoute,
  sqlCatalogRoute,
  modelsRoute,
  modelRoute,
  compareRoute,
  ladderRoute,
  releasesRoute,
  gateRoute,
  promoteRoute,
  rollbackRoute,
  challengeRoute,
  withdrawRoute,
  deadLettersRoute,
  letterReasonsRoute,
  deadLetterRoute,
  fixLetterRoute,
  replayLettersRoute,
  eraseUserRoute,
];
