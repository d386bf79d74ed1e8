import { openDatabase, type Database } from './database';
import { storeQuestionSchema, type StoreAnswer, type StoreQuestion } from './protocol';

/** The store's side of the conversation, apart from how its messages travel. Null for what is no question. */
export function createAnswerer(now: () => number): (message: unknown) => StoreAnswer | null {
  let database: Database | null = null;

  const answer = (question: StoreQuestion): StoreAnswer => {
    const done = (rows: { key: string; value: string }[] = [], movedTo: string | null = null): StoreAnswer => ({ id: question.id, ok: true, rows, movedTo });
    if (question.do === 'open') {
      database?.close();
      const opened = openDatabase(question.file, now());
      database = opened.database;
      return done([], opened.movedTo);
    }
    if (database === null) return { id: question.id, ok: false, why: 'not open' };
    switch (question.do) {
      case 'get':
        return done([...database.get(question.space, question.key)]);
      case 'all':
        return done([...database.all(question.space)]);
      case 'page':
        return done([...database.page(question.space, question.after, question.limit)]);
      case 'put':
        database.put(question.space, question.changes);
        return done();
      case 'close':
        database.close();
        database = null;
        return done();
    }
  };

  return (message) => {
    const question = storeQuestionSchema.safeParse(message);
    if (!question.success) return null;
    try {
      return answer(question.data);
    } catch (error) {
      return { id: question.data.id, ok: false, why: error instanceof Error ? error.message : 'failed' };
    }
  };
}
