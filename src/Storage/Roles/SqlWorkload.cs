using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Work done and waiting.</summary>
internal sealed class SqlWorkload(IStoreReaders readers) : IWorkloadStore
{
    public Task<IReadOnlyList<PersonDecisions>> DecisionsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<PersonDecisions>>(
        session => session.All(
            "SELECT decided_by, count(*) FROM decisions WHERE decided_at >= ?1 GROUP BY decided_by ORDER BY count(*) DESC, decided_by",
            row => new PersonDecisions(row.GetString(0), row.GetInt32(1)),
            since.ToMicroseconds()),
        cancellationToken);

    public Task<IReadOnlyList<PersonLoad>> LoadsAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<PersonLoad>>(
        session =>
        {
            var loads = new SortedDictionary<string, (int Held, int ToFollow)>(StringComparer.Ordinal);
            foreach (var (unit, person, n) in session.All(
                $"SELECT unit_id, leased_by, count(*) FROM review_items{session.Dialect.By("review_items_held")} WHERE leased_by IS NOT NULL GROUP BY leased_by, unit_id",
                row => (row.GetString(0), row.GetString(1), row.GetInt32(2))))
            {
                if (Sees(units, unit)) loads[person] = (loads.GetValueOrDefault(person).Held + n, loads.GetValueOrDefault(person).ToFollow);
            }
            foreach (var (unit, person, n) in session.All(
                $"SELECT unit_id, assigned_to, count(*) FROM review_items{session.Dialect.By("review_items_assigned")} WHERE assigned_to IS NOT NULL AND state IN ('new', 'waiting') GROUP BY assigned_to, unit_id",
                row => (row.GetString(0), row.GetString(1), row.GetInt32(2))))
            {
                if (Sees(units, unit)) loads[person] = (loads.GetValueOrDefault(person).Held, loads.GetValueOrDefault(person).ToFollow + n);
            }
            return [.. loads.Select(load => new PersonLoad(load.Key, load.Value.Held, load.Value.ToFollow))];
        },
        cancellationToken);

    public Task<QueueOutlook> OutlookAsync(IReadOnlyList<string>? units, int items, CancellationToken cancellationToken) => readers.RunAsync(
        session => session.First(
            $"""
            SELECT count(*), coalesce(sum(priority), 0) FROM (
                SELECT priority FROM review_items{session.Dialect.By("review_items_by_value")} WHERE state = 'new' AND {Seen(units)} ORDER BY value DESC LIMIT ?1) AS ahead
            """,
            row => new QueueOutlook(row.GetInt32(0), row.GetDouble(1)),
            Math.Clamp(items, 0, 100_000))!,
        cancellationToken);

    public Task<IReadOnlyList<PlaceCount>> PlacesAsync(IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<PlaceCount>>(
        session => session.All(
            $"""
            SELECT place, count(*) AS n FROM review_items{session.Dialect.By("review_items_by_value")}
            WHERE state IN ('new', 'leased', 'waiting') AND place IS NOT NULL AND {Seen(units)} GROUP BY place ORDER BY n DESC, place LIMIT ?1
            """,
            row => new PlaceCount(row.GetString(0), row.GetInt32(1)),
            Math.Clamp(limit, 1, 500)),
        cancellationToken);

    public Task<IReadOnlyList<ReviewItem>> InHandAsync(string person, int limit, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<ReviewItem>>(
        session =>
        [
            .. session.All($"SELECT {ItemRows.Fields} FROM {ItemRows.Joins} WHERE i.leased_by = ?1 ORDER BY i.value DESC LIMIT ?2", ItemRows.Item, person, Math.Clamp(limit, 1, 1000)),
            .. session.All($"SELECT {ItemRows.Fields} FROM {ItemRows.Joins} WHERE i.assigned_to = ?1 AND i.state IN ('new', 'waiting') ORDER BY i.value DESC LIMIT ?2", ItemRows.Item, person, Math.Clamp(limit, 1, 1000)),
        ],
        cancellationToken);

    private static bool Sees(IReadOnlyList<string>? units, string unit) => units is null ? unit != WellKnownUnits.Canary : units.Contains(unit, StringComparer.Ordinal);

    private static string Seen(IReadOnlyList<string>? units) => units is null
        ? $"unit_id <> '{WellKnownUnits.Canary}'"
        : string.Create(CultureInfo.InvariantCulture, $"unit_id IN ({string.Join(", ", units.Select(unit => $"'{unit.Replace("'", "''", StringComparison.Ordinal)}'"))})");
}
