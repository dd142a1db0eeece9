using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>PostgreSQL (15 and later): many writers, so rows read to be changed are locked; its planner chooses the indexes.</summary>
internal sealed class PostgresDialect : Dialect
{
    // A lexeme may have 2,046 bytes; no word that people look for comes near.
    private const int LongestWord = 200;

    public static PostgresDialect Instance { get; } = new();

    public override string Now => "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)";

    public override string SkipLocked => " FOR UPDATE SKIP LOCKED";

    public override string JoinInOrder => "JOIN";

    /// <summary>Workers sign every few seconds; one that has not for two minutes is gone, or cut off so long that others must go on.</summary>
    public override bool IsGone(StoreSession session, string process) => ProcessMark.IsGone(process)
        || session.Scalar($"SELECT 1 FROM workers WHERE process = ?1 AND (left_at IS NOT NULL OR beat_at < {Now} - 120000000)", process) is not null;

    public override string WordsKey => "listing_no";

    // Not FOR UPDATE: rows elsewhere that refer to this one may be written meanwhile.
    public override string ForUpdate(string? alias = null) => alias is null ? " FOR NO KEY UPDATE" : $" FOR NO KEY UPDATE OF {alias}";

    public override IEnumerable<T> InLockOrder<T>(IEnumerable<T> rows, Func<T, string> key) => rows.OrderBy(key, StringComparer.Ordinal);

    public override string By(string index) => "";

    public override string Members(string list) => $"SELECT jsonb_array_elements_text(CAST({list} AS jsonb))";

    public override string Elements(string json, string member, string alias) => $"jsonb_array_elements(CAST({json} AS jsonb) -> '{member}') AS {alias}(value)";

    public override string Contains(string text, string part) => $"strpos({text}, {part}) > 0";

    public override string Joined(string expression) => $"string_agg(DISTINCT {expression}, ',')";

    public override void SaveWords(StoreSession session, long listingNo, string title, string body, bool replaces) => session.Execute(
        "INSERT INTO listing_words (listing_no, words) VALUES (?1, array_to_tsvector(?2)) ON CONFLICT (listing_no) DO UPDATE SET words = excluded.words",
        listingNo,
        Lexemes(title, body).ToArray());

    /// <summary>The words of a listing as they stand in the index; of folded text.</summary>
    public static IEnumerable<string> Lexemes(string title, string body) => SearchWords.Split(title).Concat(SearchWords.Split(body)).Select(Cut).Distinct(StringComparer.Ordinal);

    public override string Matching(string query) => $"SELECT listing_no FROM listing_words WHERE words @@ CAST({query} AS tsquery)";

    // Words are letters and digits only: nothing in them needs escaping.
    public override string Words(IReadOnlyList<string> words, bool lastIsBeginning) =>
        string.Join(" & ", words.Select(word => $"'{Cut(word)}'")) + (lastIsBeginning ? ":*" : "");

    /// <summary>
    /// Numbers are given in the order of discovery, rows inserted in that of their URLs: two pages with the same links never wait for
    /// each other crosswise.
    /// </summary>
    public override int? AddUrls(StoreSession session, long run, string sourceId, IReadOnlyList<FrontierUrl> urls)
    {
        var wanted = Once(urls);
        object[] columns =
        [
            wanted.Select(url => url.CanonicalUrl).ToArray(), wanted.Select(url => url.Request.Url).ToArray(), wanted.Select(url => url.Request.Reason).ToArray(),
            wanted.Select(url => url.Request.Priority).ToArray(), wanted.Select(url => (long)url.Request.Depth).ToArray(),
        ];
        var added = session.Execute(
            $"""
            INSERT INTO frontier (no, run_no, canonical_url, url, reason, priority, depth, state)
            SELECT no, ?1, canonical_url, url, reason, priority, depth, 'pending' FROM (
                SELECT nextval(pg_get_serial_sequence('frontier', 'no')) AS no, u.* FROM (
                    SELECT * FROM unnest(?3, ?4, ?5, ?6, ?7) WITH ORDINALITY AS given (canonical_url, url, reason, priority, depth, place)
                    WHERE NOT EXISTS (SELECT 1 FROM frontier f WHERE f.run_no = ?1 AND f.canonical_url = given.canonical_url)
                      AND NOT (given.reason IN ('link', 'sitemap') AND EXISTS (
                          SELECT 1 FROM pages p WHERE p.source_id = ?2 AND p.canonical_url = given.canonical_url
                             AND p.due_at > (SELECT started_at FROM runs WHERE no = ?1) AND p.due_at < {long.MaxValue} AND p.fetched_at < p.due_at))
                    ORDER BY place) u) numbered
            ORDER BY canonical_url
            ON CONFLICT DO NOTHING
            """,
            [run, sourceId, .. columns]);
        if (added < wanted.Count)
        {
            session.Post(
                $"""
                UPDATE frontier f SET priority = given.priority, reason = given.reason
                FROM unnest(?3, ?4, ?5) AS given (canonical_url, reason, priority)
                WHERE f.run_no = ?1 AND f.canonical_url = given.canonical_url AND f.state = 'pending' AND f.priority < given.priority
                  AND NOT (given.reason IN ('link', 'sitemap') AND EXISTS (
                      SELECT 1 FROM pages p WHERE p.source_id = ?2 AND p.canonical_url = given.canonical_url
                         AND p.due_at > (SELECT started_at FROM runs WHERE no = ?1) AND p.due_at < {long.MaxValue} AND p.fetched_at < p.due_at))
                """,
                run,
                sourceId,
                columns[0],
                columns[2],
                columns[3]);
        }

        return added;
    }

    /// <summary>Each URL once, as the first mention has it, at the highest priority of all mentions.</summary>
    private static List<FrontierUrl> Once(IReadOnlyList<FrontierUrl> urls)
    {
        var places = new Dictionary<string, int>(urls.Count, StringComparer.Ordinal);
        var once = new List<FrontierUrl>(urls.Count);
        foreach (var url in urls)
        {
            if (places.TryAdd(url.CanonicalUrl, once.Count)) once.Add(url);
            else if (once[places[url.CanonicalUrl]] is var first && first.Request.Priority < url.Request.Priority)
                once[places[url.CanonicalUrl]] = first with { Request = first.Request with { Priority = url.Request.Priority, Reason = url.Request.Reason } };
        }

        return once;
    }

    private static string Cut(string word) => word.Length <= LongestWord ? word : word[..(char.IsHighSurrogate(word[LongestWord - 1]) ? LongestWord - 1 : LongestWord)];
}
