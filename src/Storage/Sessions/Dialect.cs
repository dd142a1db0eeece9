using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>What databases say in words of their own: pieces of SQL, and how words are looked up. Everything else is one text for all.</summary>
internal abstract class Dialect
{
    /// <summary>The database's own clock, in microseconds since 1970.</summary>
    public abstract string Now { get; }

    /// <summary>
    /// Behind a SELECT whose rows the same transaction goes on to change: nobody else changes them until it ends. Empty where the
    /// store has one writer anyway.
    /// </summary>
    /// <param name="alias">The table whose rows are meant, where several are joined.</param>
    public abstract string ForUpdate(string? alias = null);

    /// <summary>Rows in the order in which all transactions lock them, so that none wait for each other crosswise; as they are where one writes at a time.</summary>
    public virtual IEnumerable<T> InLockOrder<T>(IEnumerable<T> rows, Func<T, string> key) => rows;

    /// <summary>Behind a SELECT that takes a row to work on: those another transaction holds are passed over.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>A join whose left side is read first.</summary>
    public abstract string JoinInOrder { get; }

    /// <summary>Behind a table: read it by this index. Empty where the planner knows better.</summary>
    public abstract string By(string index);

    /// <summary>The members of a JSON list of texts, as a subquery of one column.</summary>
    public abstract string Members(string list);

    /// <summary>The objects in a list inside a JSON text, as a table with the column <c>value</c>.</summary>
    public abstract string Elements(string json, string member, string alias);

    /// <summary>Whether a text holds another, as a condition.</summary>
    public abstract string Contains(string text, string part);

    /// <summary>Different values of a group, joined by commas.</summary>
    public abstract string Joined(string expression);

    /// <summary>Adds many URLs to a run in few statements; null where one after the other is as good.</summary>
    /// <returns>How many the run did not have.</returns>
    public virtual int? AddUrls(StoreSession session, long run, string sourceId, IReadOnlyList<FrontierUrl> urls) => null;

    /// <summary>False when it is certain that no row of a run is leased beyond its time; asked where a look costs less than a change of nothing.</summary>
    public virtual bool MayHaveEndedLeases(StoreSession session, long run) => true;

    /// <summary>True only when it is certain that a process is gone: one of this machine that does not run, or one not heard of for long.</summary>
    public virtual bool IsGone(StoreSession session, string process) => ProcessMark.IsGone(process);

    /// <summary>
    /// The number that the next row of a table will bear, so that rows which name each other are written once; null where others number
    /// rows meanwhile, and who asked writes the number afterwards.
    /// </summary>
    public virtual long? NumberAhead(StoreSession session, string table) => null;

    /// <summary>The column of the word index that holds a listing's number.</summary>
    public abstract string WordsKey { get; }

    /// <summary>Puts a listing's words, folded already, into the word index.</summary>
    public abstract void SaveWords(StoreSession session, long listingNo, string title, string body, bool replaces);

    /// <summary>The numbers of listings whose words match, as a SELECT of the column <see cref="WordsKey"/>.</summary>
    /// <param name="query">The parameter that holds what <see cref="Words"/> made.</param>
    public abstract string Matching(string query);

    /// <summary>A query of the word index: all words, the last one as a beginning where asked for.</summary>
    public abstract string Words(IReadOnlyList<string> words, bool lastIsBeginning);
}
