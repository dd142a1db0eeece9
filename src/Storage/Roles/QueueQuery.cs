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
        _byCode = filter.Violation is not null;
        Words = SearchWords.Query(dialect, filter.Text);
        // Text with no word in it ("!!!") narrows to nothing, not to everything.
        IsImpossible = !string.IsNullOrWhiteSpace(filter.Text) && Words is null || filter.Units is { Count: 0 };

        _from = (_byCode, filter.SourceId, filter.Units, Words) switch
        {
            (_, _, _, not null) => $"hits {dialect.JoinInOrder} review_items i ON i.listing_no = hits.no" + (_byCode ? $" {dialect.JoinInOrder} item_codes x ON x.item_no = i.no" : ""),
            (true, _, _, _) => $"item_codes x{dialect.By("item_codes_by_value")} {dialect.JoinInOrder} review_items i ON i.no = x.item_no",
            (_, not null, _, _) => $"review_items i{dialect.By("review_items_by_source")}",
            _ when filter.SellerKey is not null => $"review_items i{dialect.By("review_items_by_seller")}",
            _ when filter.Person is not null => "review_items i",
            (_, _, { Count: 1 }, _) => $"review_items i{dialect.By("review_items_by_unit")}",
            _ => $"review_items i{dialect.By("review_items_by_value")}",
        };

        if (_byCode) _conditions.Add($"x.code = {Parameter(filter.Violation)}");
        if (filter.SourceId is not null) _conditions.Add($"i.source_id = {Parameter(filter.SourceId)}");
        if (filter.Channel is { } channel) _conditions.Add($"i.channel = {Parameter(Columns.Name(channel))}");
        if (filter.Units is { Count: 1 } unit) _conditions.Add($"i.unit_id = {Parameter(unit[0])}");
        else if (filter.Units is null) _conditions.Add($"i.unit_id <> '{WellKnownUnits.Canary}'");
        else if (filter.Units is { Count: > 1 } units) _conditions.Add($"i.unit_id IN ({string.Join(", ", units.Select(Parameter))})");
        if (filter.MinPriority is { } lowest) _conditions.Add($"{Judged(Priority)} >= {Parameter(lowest)}");
        if (filter.MaxPriceRatio is { } ratio) _conditions.Add($"{Judged("i.price_ratio")} <= {Parameter(ratio)}");
        if (filter.OpenedSince is { } since) _conditions.Add($"i.opened_at >= {Parameter(since.ToMicroseconds())}");
        if (filter.OpenedBefore is { } before) _conditions.Add($"i.opened_at < {Parameter(before.ToMicroseconds())}");
        if (filter.Place is not null) _conditions.Add($"i.place = {Parameter(filter.Place)}");
        if (filter.SellerKey is not null) _conditions.Add($"i.seller_key = {Parameter(filter.SellerKey)}");
        if (filter.Person is not null)
        {
            var person = Parameter(filter.Person);
            _conditions.Add($"i.no IN (SELECT no FROM review_items WHERE leased_by = {person} UNION SELECT no FROM review_items WHERE assigned_to = {person})");
        }
    }

    private QueueFilter Filter { get; }

    /// <summary>The full-text query, or null.</summary>
    private string? Words { get; }

    /// <summary>True when nothing can match.</summary>
    private bool IsImpossible { get; }

    private int Offset => Math.Max(0, Filter.Offset);

    private int Limit => Math.Clamp(Filter.Limit, 1, 500);

    private string StateNames => string.Join(", ", _states.Select(state => $"'{Columns.Name(state)}'"));

    private string Value => _byCode ? "x.value" : "i.value";

    /// <summary>True when the kept counts know nothing of what narrows.</summary>
    private bool MustCount => Filter is { MinPriority: not null } or { MaxPriceRatio: not null } or { OpenedSince: not null } or { OpenedBefore: not null }
        or { Place: not null } or { SellerKey: not null } or { Person: not null };

    private string Priority => _byCode ? "x.priority" : "i.priority";

    /// <summary>Row numbers of the page's items in order, and how many match on all pages.</summary>
    public (List<long> Page, int Total) Run(StoreSession session)
    {
        if (IsImpossible) return ([], 0);
        if (Words is not null) return Found(session);
        return (Page(session), MustCount ? Counted(session) : KeptTotal(session));
    }

    /// <summary>By words: what the full-text index finds is gone through once, for the page and the total.</summary>
    private (List<long> Page, int Total) Found(StoreSession session)
    {
        var sql = $"""
            WITH hits (no) AS MATERIALIZED ({_dialect.Matching(Parameter(Words))})
            SELECT i.no FROM {_from} WHERE {string.Join(" AND ", _conditions.Prepend($"i.state IN ({StateNames})"))}
            ORDER BY i.value DESC, i.no
            """;
        var all = session.All(sql, row => row.GetInt64(0), [.. _parameters]);
        return ([.. all.Skip(Offset).Take(Limit)], all.Count);
    }

    private List<long> Page(StoreSession session)
    {
        // Limits are parameters too: each text of a statement stays prepared.
        var (reach, limit, offset) = (Parameter(Offset + Limit), Parameter(Limit), Parameter(Offset));
        var sql = new StringBuilder("SELECT no FROM (");
        for (var i = 0; i < _states.Length; i++)
        {
            if (i > 0) sql.Append(" UNION ALL ");
            sql.Append(CultureInfo.InvariantCulture, $"SELECT * FROM (SELECT i.no AS no, {Value} AS value FROM {_from} WHERE {Where(_states[i])} ORDER BY {Value} DESC, {(_byCode ? "x.item_no" : "i.no")} LIMIT {reach}) AS s{i}");
        }
        sql.Append(CultureInfo.InvariantCulture, $") AS merged ORDER BY value DESC, no LIMIT {limit} OFFSET {offset}");
        return session.All(sql.ToString(), row => row.GetInt64(0), [.. _parameters]);
    }

    /// <summary>By going through what matches.</summary>
    private int Counted(StoreSession session) =>
        checked((int)_states.Sum(state => (long)session.Scalar($"SELECT count(*) FROM {_from} WHERE {Where(state)}", [.. _parameters])!));

    /// <summary>From the counts the store keeps.</summary>
    private int KeptTotal(StoreSession session)
    {
        var parameters = new List<object?> { Filter.Violation ?? "" };
        var sql = new StringBuilder("SELECT coalesce(sum(n), 0) FROM item_counts WHERE code = ?1");
        sql.Append(CultureInfo.InvariantCulture, $" AND state IN ({StateNames})");
        if (Filter.SourceId is not null) sql.Append(CultureInfo.InvariantCulture, $" AND source_id = {Add(Filter.SourceId)}");
        if (Filter.Channel is { } channel) sql.Append(CultureInfo.InvariantCulture, $" AND channel = {Add(Columns.Name(channel))}");
        if (Filter.Units is { } units) sql.Append(CultureInfo.InvariantCulture, $" AND unit_id IN ({string.Join(", ", units.Select(Add))})");
        else sql.Append(CultureInfo.InvariantCulture, $" AND unit_id <> '{WellKnownUnits.Canary}'");
        return checked((int)(long)session.Scalar(sql.ToString(), [.. parameters])!);

        string Add(object? value)
        {
            parameters.Add(value);
            return $"?{parameters.Count}";
        }
    }

    // What is read blind answers no question about its judgement while it is open.
    private static string Judged(string column) => $"CASE WHEN i.blind = 1 AND i.state IN ('new', 'leased', 'waiting') THEN NULL ELSE {column} END";

    private string Where(ReviewState state) =>
        string.Join(" AND ", _conditions.Prepend($"{(_byCode ? "x" : "i")}.state = '{Columns.Name(state)}'"));

    private string Parameter(object? value)
    {
        _parameters.Add(value);
        return $"?{_parameters.Count}";
    }
}
