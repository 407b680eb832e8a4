import { expect, test } from "vitest";
import { userOfLetter } from "../../../pipelines/dead-letters/user-of-letter.ts";
import { codecs } from "../../../schemas/codec.ts";
import { aSearch } from "../../support/events.ts";

const sound = Buffer.from(codecs.searches.encode(aSearch({ userId: "visitor-7" })));
const anonymous = Buffer.from(codecs.searches.encode(aSearch({ userId: null })));

test.each([
  ["a record that a stage refused", sound, "visitor-7"],
  ["one that is cut off behind the user", sound.subarray(0, sound.indexOf("visitor-7") + 10), "visitor-7"],
  ["one that is cut off before", sound.subarray(0, 12), undefined],
  ["one without a user", anonymous, undefined],
  ["JSON", Buffer.from('{"userId": "visitor-7"}'), "visitor-7"],
  ["JSON in UBI's words", Buffer.from('{"user_id": "visitor-7"}'), "visitor-7"],
  ["JSON whose user is a number", Buffer.from('{"userId": 7}'), undefined],
  ["a list", Buffer.from("[1]"), undefined],
  ["text", Buffer.from("visitor-7"), undefined],
])("userOfLetter: of %s", (_, value, user) => {
  expect(userOfLetter({ topic: "searches", value })).toBe(user);
});
