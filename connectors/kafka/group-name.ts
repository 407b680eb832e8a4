/**
 * The name of a group on one topic, without the prefix. A group that follows several topics is one consumer group for each: who comes
 * and goes on one of them doesn't stop the others.
 */
export function groupName(topic: string, group: string): string {
  return `${group}.${topic}`;
}
