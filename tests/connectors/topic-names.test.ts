import { expect, test } from "vitest";
import { checkTopicName, noTopic } from "../../connectors/topic-names.ts";

test.each(["searches", "shop.model-scores_2", "A", "x".repeat(249), "..."])("checkTopicName: %j is one", (name) => {
  expect(() => checkTopicName(name)).not.toThrow();
});

test.each(["", ".", "..", "a/b", "a b", "a\n", "é", "x".repeat(250)])("checkTopicName: %j is none", (name) => {
  expect(() => checkTopicName(name)).toThrow("can't be a topic");
});

test("noTopic: names the topic and what to do", () => {
  expect(noTopic("clicks")).toMatchObject({
    code: "LOG_UNAVAILABLE",
    message: 'the event log has no topic "clicks"; create it first',
  });
});
