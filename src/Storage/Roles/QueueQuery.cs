using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// The queue's filter as SQL. Every state is read in order from an index that begins with what the filter fixes, and the few
/// rows wanted of each are merged: a page of a hundred thousand items costs what a page of a hundred does.
/// </summary>
internal sealed class QueueQuery
{
    // More hits than this and the items are asked for the words instead: a word that stands everywhere must not make a page pass over a million rows.
    private const int MostHits = 4_000;

    // Items asked at most, in the queue's order, whether they hold a common word.
    private const int MostAsked = 3_000;

    private readonly Dialect _dialect;
    private readonly List<object?> _parameters = [];
    private readonly List<string> _conditions = [];
    private readonly ReviewState[] _states;
    private readonly bool _byCode;
    private readonly string _from;

    public QueueQuery(QueueFilter filter, Dialect dialect)
    {
        Filter = filter;
        _dialect = dialect;
        _states = filter.States is { Count: > 0 } states ? [.. states.Distinct()] : Enum.GetValues<ReviewState>();
        Attempts = [.. SearchWords.Attempts(dialect, filter.Text)];
        // Text with no word in it ("!!!") narrows to nothing, not to everything.
        IsImpossible = !string.IsNullOrWhiteSpace(filter.Text) && Attempts.Count == 0 || filter.Units is { Count: 0 };
        // A code alone has its own order; with anything beside it the index that carries every answer is read.
        _byCode = filter.Violation is not null && Attempts.Count == 0 && !MustCount && filter is { SourceId: null, Channel: null, Units: null };

        _from = filter switch
        {
            _ when _byCode => $"item_codes x{dialect.By("item_codes_by_value")} {dialect.JoinInOrder} review_items i ON i.no = x.item_no",
            { Person: not null } => Held(Parameter(filter.Person)),
            { SellerKey: not null } => $"review_items i{dialect.By("review_items_by_seller")}",
            { Place: not null } => $"review_items i{dialect.By("review_items_by_place")}",
            _ when MustCount || filter.Violation is not null || Attempts.Count > 0 => $"review_items i{dialect.By("review_items_by_value")}",
            { SourceId: not null } => $"review_items i{dialect.By("review_items_by_source")}",
            { Units.Count: 1 } => $"review_items i{dialect.By("review_items_by_unit")}",
            _ => $"review_items i{dialect.By("review_items_by_value")}",
        };

        if (_byCode) _conditions.Add($"x.code = {Parameter(filter.Violation)}");
        // What is read blind must not tell its kind by being found under it.
        else if (filter.Violation is not null) _conditions.Add(dialect.Contains(Judged("i.codes"), Parameter($"\"{filter.Violation}\"")));
        if (filter.SourceId is not null) _conditions.Add($"i.source_id = {Parameter(filter.SourceId)}");
        if (filter.Channel is { } channel) _conditions.Add($"i.channel = {Parameter(Columns.Name(channel))}");
        if (filter.Units is { Count: 1 } unit) _conditions.Add($"i.unit_id = {Parameter(unit[0])}");
        else if (filter.Units is null) _conditions.Add($"i.unit_id <> '{WellKnownUnits.Canary}'");
        else if (filter.Units is { Count: > 1 } units) _conditions.Add($"i.unit_id IN ({string.Join(", ", units.Select(Parameter))})");
        if (filter.MinPriority is { } lowest) _conditions.Add($"{Judged("i.priority")} >= {Parameter(lowest)}");
        if (filter.MaxPriceRatio is { } ratio) _conditions.Add($"{Judged("i.price_ratio")} <= {Parameter(ratio)}");
        if (filter.OpenedSince is { } since) _conditions.Add($"i.opened_at >= {Parameter(since.ToMicroseconds())}");
        if (filter.OpenedBefore is { } before) _conditions.Add($"i.opened_at < {Parameter(before.ToMicroseconds())}");
        if (filter.Place is not null) _conditions.Add($"i.place = {Parameter(filter.Place)}");
        if (filter.SellerKey is not null) _conditions.Add($"i.seller_key = {Parameter(filter.SellerKey)}");
    }

    private QueueFilter Filter { get; }

    /// <summary>Full-text queries to try one after the other; none where no word narrows.</summary>
    private List<string> Attempts { get; }

    /// <summary>True when nothing can match.</summary>
    private bool IsImpossible { get; }

    private int Offset => Math.Max(0, Filter.Offset);

    private int Limit => Math.Clamp(Filter.Limit, 1, 500);

    private string StateNames => string.Join(", ", _states.Select(state => $"'{Columns.Name(state)}'"));

    private string Value => _byCode ? "x.value" : "i.value";

    /// <summary>True when the kept counts know nothing of what narrows.</summary>
    private bool MustCount => Filter is { MinPriority: not null } or { MaxPriceRatio: not null } or { OpenedSince: not null } or { OpenedBefore: not null }
        or { Place: not null } or { SellerKey: not null } or { Person: not null };

    /// <summary>Row numbers of the page's items in order, and how many match on all pages; at least so many where the flag says so.</summary>
    public (List<long> Page, int Total, bool AtLeast) Run(StoreSession session)
    {
        if (IsImpossible) return ([], 0, false);
        if (Attempts.Count > 0) return Found(session);
        var page = Page(session);
        if (!MustCount) return (page, KeptTotal(session), false);
        if (Filter.CountAtMost <= 0) return (page, page.Count, true);
        var counted = Counted(session);
        return counted > Filter.CountAtMost ? (page, Filter.CountAtMost, true) : (page, counted, false);
    }

    /// <summary>By words: few hits are gone through once, for the page and the total; of many, the items are asked in the queue's order.</summary>
    private (List<long> Page, int Total, bool AtLeast) Found(StoreSession session)
    {
        foreach (var query in Attempts)
        {
            var hits = (long)session.Scalar($"SELECT count(*) FROM ({_dialect.Matching("?1")} LIMIT ?2) AS hits", query, MostHits + 1)!;
            if (hits == 0) continue;
            return hits <= MostHits ? FromHits(session, query) : FromItems(session, query);
        }
        return ([], 0, false);
    }

    private (List<long> Page, int Total, bool AtLeast) FromHits(StoreSession session, string query)
    {
        var person = Filter.Person is null ? "" : $" AND i.no IN (SELECT no FROM review_items WHERE leased_by = ?1 UNION SELECT no FROM review_items WHERE assigned_to = ?1)";
        var parameters = new List<object?>(_parameters);
        var sql = $"""
            WITH hits (no) AS MATERIALIZED ({_dialect.Matching(Add(parameters, query))})
            SELECT i.no FROM hits {_dialect.JoinInOrder} review_items i ON i.listing_no = hits.no WHERE {string.Join(" AND ", _conditions.Prepend($"i.state IN ({StateNames})"))}{person}
            ORDER BY i.value DESC, i.no
            """;
        var all = session.All(sql, row => row.GetInt64(0), [.. parameters]);
        return ([.. all.Skip(Offset).Take(Limit)], all.Count, false);
    }

    private (List<long> Page, int Total, bool AtLeast) FromItems(StoreSession session, string query)
    {
        // One more than the page holds, so that there is a next page to go to.
        var parameters = new List<object?>(_parameters);
        var (window, wanted, words) = (Add(parameters, Offset + MostAsked), Add(parameters, Offset + Limit + 1), Add(parameters, query));
        var sql = $"""
            SELECT no FROM ({Ordered(window, ", i.listing_no AS of_listing")} ORDER BY value DESC, no LIMIT {window}) AS ordered
            WHERE EXISTS ({_dialect.Matching(words)} AND {_dialect.WordsKey} = of_listing) ORDER BY value DESC, no LIMIT {wanted}
            """;
        var found = session.All(sql, row => row.GetInt64(0), [.. parameters]);
        return ([.. found.Skip(Offset).Take(Limit)], found.Count, true);
    }

    private List<long> Page(StoreSession session)
    {
        var parameters = new List<object?>(_parameters);
        var (reach, limit, offset) = (Add(parameters, Offset + Limit), Add(parameters, Limit), Add(parameters, Offset));
        return session.All($"SELECT no FROM ({Ordered(reach, "")}) AS merged ORDER BY value DESC, no LIMIT {limit} OFFSET {offset}", row => row.GetInt64(0), [.. parameters]);
    }

    /// <summary>The first items of each state, each from its index in order.</summary>
    private string Ordered(string reach, string more) => string.Join(
        " UNION ALL ",
        _states.Select((state, at) => $"SELECT * FROM (SELECT i.no AS no, {Value} AS value{more} FROM {_from} WHERE {Where(state)} ORDER BY {Value} DESC, {(_byCode ? "x.item_no" : "i.no")} LIMIT {reach}) AS s{at}"));

    /// <summary>By going through what matches, until one more than is counted at most.</summary>
    private int Counted(StoreSession session)
    {
        var parameters = new List<object?>(_parameters);
        var most = Add(parameters, Filter.CountAtMost + 1);
        return checked((int)(long)session.Scalar($"SELECT count(*) FROM ({string.Join(" UNION ALL ", _states.Select(state => $"SELECT 1 FROM {_from} WHERE {Where(state)}"))} LIMIT {most}) AS matching", [.. parameters])!);
    }

    /// <summary>From the counts the store keeps.</summary>
    private int KeptTotal(StoreSession session)
    {
        var parameters = new List<object?> { Filter.Violation ?? "" };
        var sql = new StringBuilder("SELECT coalesce(sum(n), 0) FROM item_counts WHERE code = ?1");
        sql.Append(CultureInfo.InvariantCulture, $" AND state IN ({StateNames})");
        if (Filter.SourceId is not null) sql.Append(CultureInfo.InvariantCulture, $" AND source_id = {Add(parameters, Filter.SourceId)}");
        if (Filter.Channel is { } channel) sql.Append(CultureInfo.InvariantCulture, $" AND channel = {Add(parameters, Columns.Name(channel))}");
        if (Filter.Units is { } units) sql.Append(CultureInfo.InvariantCulture, $" AND unit_id IN ({string.Join(", ", units.Select(unit => Add(parameters, unit)))})");
        else sql.Append(CultureInfo.InvariantCulture, $" AND unit_id <> '{WellKnownUnits.Canary}'");
        return checked((int)(long)session.Scalar(sql.ToString(), [.. parameters])!);
    }

    // What is read blind answers no question about its judgement while it is open.
    private static string Judged(string column) => $"CASE WHEN i.blind = 1 AND i.state IN ('new', 'leased', 'waiting') THEN NULL ELSE {column} END";

    // What a person holds or follows up: few rows, found by their own indexes before anything else is asked of them.
    private string Held(string person) =>
        $"""
        (SELECT no FROM review_items{_dialect.By("review_items_held")} WHERE leased_by = {person}
         UNION SELECT no FROM review_items{_dialect.By("review_items_assigned")} WHERE assigned_to = {person}) m {_dialect.JoinInOrder} review_items i ON i.no = m.no
        """;

    private string Where(ReviewState state) =>
        string.Join(" AND ", _conditions.Prepend($"{(_byCode ? "x" : "i")}.state = '{Columns.Name(state)}'"));

    private string Parameter(object? value) => Add(_parameters, value);

    // Limits and values are parameters: each text of a statement stays prepared, and names only what it uses.
    private static string Add(List<object?> parameters, object? value)
    {
        parameters.Add(value);
        return $"?{parameters.Count}";
    }
}
