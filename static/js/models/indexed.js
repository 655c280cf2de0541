// @ts-check
/** IndexedDB in promises: its requests, its transactions, its opening. */

/**
 * A page of an older program that is still open holds an older database: then there is none for this one.
 * @param {IDBOpenDBRequest} opening
 * @returns {Promise<IDBDatabase>}
 */
export function opened(opening) {
  return Promise.race([
    done(opening),
    new Promise((_, reject) => {
      opening.onblocked = () => reject(new Error("an older page holds the database"));
    }),
  ]);
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Commits at once: a tab that closes before its transaction commits by itself would take what it wrote with it.
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
export function committed(transaction) {
  transaction.commit();
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
