using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Figures of the queue. Each is one pass over items or decisions; units narrow by the same rule everywhere.</summary>
internal sealed class SqlFigures : IFigureStore
{
    // Asia/Ho_Chi_Minh is UTC+7 without daylight saving.
    private const long ZoneMicroseconds = 7L * 3600 * 1_000_000;
    private const long DayMicroseconds = 86_400L * 1_000_000;

    // The first Monday of the era of microseconds is day 4 (1970-01-05).
    private const long FirstMonday = 4;

    private static string Seen(StoreSession session) => $"(CASE WHEN CAST(?1 AS TEXT) IS NULL THEN i.unit_id <> '{WellKnownUnits.Canary}' ELSE i.unit_id IN ({session.Dialect.Members("?1")}) END)";

    // The standing decision of each closed item, where the finding decided on was a flagged one: a sample taken unflagged says nothing of
    // precision. Read from the decisions of the time asked for, not from all the items.
    private static string Decided(StoreSession session) =>
        $"""
        WITH decided AS MATERIALIZED (
            SELECT i.no AS item_no, i.source_id, coalesce(i.place, '') AS place, CASE i.state WHEN 'confirmed' THEN 1 ELSE 0 END AS confirmed, d.no AS decision_no, d.finding_no, d.decided_at
            FROM decisions d{session.Dialect.By("decisions_by_time")} {session.Dialect.JoinInOrder} review_items i ON i.no = d.item_no {session.Dialect.JoinInOrder} findings f ON f.no = d.finding_no
            WHERE d.decided_at >= ?2 AND d.kind <> 'wait' AND i.state IN ('confirmed', 'dismissed') AND f.flagged = 1 AND {Seen(session)}
              AND NOT EXISTS (SELECT 1 FROM decisions x WHERE x.item_no = d.item_no AND x.no > d.no))
        """;

    // Rules are read out of the findings themselves: of the newest decisions only, which is what a rule is judged by.
    private const int RulesReadFrom = 4_000;

    private readonly IStoreReaders _readers;

    public SqlFigures(IStoreReaders readers) => _readers = readers;

    public Task<QueueAges> AgesAsync(IReadOnlyList<string>? units, DateTimeOffset now, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            $"""
            SELECT count(*) FILTER (WHERE age < 1), count(*) FILTER (WHERE age >= 1 AND age < 3), count(*) FILTER (WHERE age >= 3 AND age < 7), count(*) FILTER (WHERE age >= 7 AND age < 30), count(*) FILTER (WHERE age >= 30), min(opened_at)
            FROM (SELECT (?2 - i.opened_at) / {DayMicroseconds}.0 AS age, i.opened_at FROM review_items i WHERE i.state IN ('new', 'leased') AND {Seen(session)}) AS waiting
            """,
            row => new QueueAges(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.InstantOrNull(5)),
            Units(units),
            now.ToMicroseconds())!,
        cancellationToken);

    public Task<IReadOnlyList<DayCount>> DaysAsync(IReadOnlyList<string>? units, DateOnly first, DateOnly last, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<DayCount>>(
        session =>
        {
            var (from, to) = (Midnight(first), Midnight(last.AddDays(1)));
            var opened = Count($"SELECT (i.opened_at + {ZoneMicroseconds}) / {DayMicroseconds}, count(*) FROM review_items i WHERE i.opened_at >= ?2 AND i.opened_at < ?3 AND {Seen(session)} GROUP BY 1");
            var decided = Count($"SELECT (d.decided_at + {ZoneMicroseconds}) / {DayMicroseconds}, count(*) FROM decisions d JOIN review_items i ON i.no = d.item_no WHERE d.decided_at >= ?2 AND d.decided_at < ?3 AND {Seen(session)} GROUP BY 1");
            return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(offset => first.AddDays(offset)).Select(day => new DayCount(day, opened.GetValueOrDefault(EraDay(day)), decided.GetValueOrDefault(EraDay(day))))];

            Dictionary<long, int> Count(string sql) => session.All(sql, row => (Day: row.GetInt64(0), N: row.GetInt32(1)), Units(units), from, to).ToDictionary(row => row.Day, row => row.N);
        },
        cancellationToken);

    public Task<PrecisionFigures> PrecisionAsync(IReadOnlyList<string>? units, DateTimeOffset since, CancellationToken cancellationToken) => _readers.RunAsync(
        session =>
        {
            // One pass for weeks, sources and places together; the few hundred groups are summed here.
            var groups = session.All(
                $"{Decided(session)} SELECT (decided_at + {ZoneMicroseconds}) / {DayMicroseconds}, source_id, place, sum(confirmed), count(*) FROM decided GROUP BY 1, 2, 3",
                row => (Day: row.GetInt64(0), Source: row.GetString(1), Place: row.GetString(2), Confirmed: row.GetInt32(3), All: row.GetInt32(4)),
                Units(units),
                since.ToMicroseconds());
            return new PrecisionFigures(
                [.. By(group => Week(group.Day)).OrderBy(week => week.Name, StringComparer.Ordinal)],
                By(group => group.Source),
                By(group => group.Place),
                session.All(
                    $"""
                    {Decided(session)}
                    SELECT rule, sum(confirmed), sum(1 - confirmed) FROM (
                        SELECT DISTINCT newest.item_no, newest.confirmed, s.value ->> 'id' AS rule
                        FROM (SELECT * FROM decided ORDER BY decision_no DESC LIMIT {RulesReadFrom}) newest JOIN findings f ON f.no = newest.finding_no, {session.Dialect.Elements("f.result", "signals", "s")}
                        WHERE s.value ->> 'kind' = 'rule' AND CAST(s.value ->> 'weight' AS REAL) > 0) AS fired
                    GROUP BY 1 ORDER BY count(*) DESC, 1
                    """,
                    row => new NamedOutcomes(row.GetString(0), new(row.GetInt32(1), row.GetInt32(2))),
                    Units(units),
                    since.ToMicroseconds()));

            List<NamedOutcomes> By(Func<(long Day, string Source, string Place, int Confirmed, int All), string> name) =>
            [
                .. groups.GroupBy(name, StringComparer.Ordinal)
                    .Select(named => new NamedOutcomes(named.Key, new(named.Sum(group => group.Confirmed), named.Sum(group => group.All - group.Confirmed))))
                    .OrderByDescending(named => named.Outcomes.Total).ThenBy(named => named.Name, StringComparer.Ordinal),
            ];
        },
        cancellationToken);

    // The Monday a day's week begins with, as ISO text.
    private static string Week(long day) => Day(((day - FirstMonday) / 7 * 7) + FirstMonday).Iso();

    public Task<IReadOnlyList<KeyValuePair<string, int>>> OpenByPlaceAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<KeyValuePair<string, int>>>(
        session => session.All(
            $"SELECT coalesce(i.place, ''), count(*) FROM review_items i WHERE i.state IN ('new', 'leased', 'waiting') AND {Seen(session)} GROUP BY 1 ORDER BY 2 DESC, 1",
            row => KeyValuePair.Create(row.GetString(0), row.GetInt32(1)),
            Units(units)),
        cancellationToken);

    private static string? Units(IReadOnlyList<string>? units) => units is null ? null : Columns.Json(units);

    private static DateOnly Day(long eraDay) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)eraDay);

    private static long EraDay(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static long Midnight(DateOnly day) => EraDay(day) * DayMicroseconds - ZoneMicroseconds;
}
