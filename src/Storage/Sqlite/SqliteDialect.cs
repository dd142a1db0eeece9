namespace Ecom389.Monitor.Storage;

/// <summary>SQLite: one writer, so nothing needs locking; the indexes are named because its planner knows no column's spread.</summary>
internal sealed class SqliteDialect : Dialect
{
    public static SqliteDialect Instance { get; } = new();

    public override string Now => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)";

    public override string SkipLocked => "";

    public override string WordsKey => "rowid";

    public override string JoinInOrder => "CROSS JOIN";

    public override long? NumberAhead(StoreSession session, string table) => (long)session.Scalar($"SELECT coalesce(max(no), 0) + 1 FROM {table}")!;

    // For each change of rows by a condition SQLite makes tables to remember them in, of none as of many.
    public override bool MayHaveEndedLeases(StoreSession session, long run) =>
        session.Scalar($"SELECT 1 FROM frontier WHERE run_no = ?1 AND state = 'leased' AND leased_until <= {Now} LIMIT 1", run) is not null;

    public override string ForUpdate(string? alias = null) => "";

    public override string By(string index) => $" INDEXED BY {index}";

    public override string Members(string list) => $"SELECT value FROM json_each({list})";

    public override string Elements(string json, string member, string alias) => $"json_each({json}, '$.{member}') {alias}";

    public override string Contains(string text, string part) => $"instr({text}, {part}) > 0";

    public override string Joined(string expression) => $"group_concat(DISTINCT {expression})";

    public override void SaveWords(StoreSession session, long listingNo, string title, string body, bool replaces)
    {
        if (replaces) session.Post("DELETE FROM listing_words WHERE rowid = ?1", listingNo);
        session.Post("INSERT INTO listing_words (rowid, title, body) VALUES (?1, ?2, ?3)", listingNo, title, body);
    }

    public override string Matching(string query) => $"SELECT rowid FROM listing_words WHERE listing_words MATCH {query}";

    public override string Words(IReadOnlyList<string> words, bool lastIsBeginning) =>
        string.Join(' ', words.Select(word => $"\"{word}\"")) + (lastIsBeginning ? "*" : "");
}
