using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Web.Dashboard;

/// <summary>What the overview shows besides the runs.</summary>
public sealed record DashboardView(
    StoreTotals Totals, QueueCounts Counts, QueueAges Ages, IReadOnlyList<DayCount> Days, PrecisionFigures Precision, IReadOnlyList<KeyValuePair<string, int>> OpenByPlace, DateTimeOffset At);

/// <summary>
/// The overview's figures, kept a while for each set of units: whoever asks meanwhile gets what is there, and one renewal at a
/// time goes on behind. The first asker waits.
/// </summary>
public sealed class DashboardFigures(IListingStore listings, IQueueStore queue, IFigureStore figures, TimeProvider time, ILogger<DashboardFigures> log)
{
    /// <summary>Weeks of precision shown.</summary>
    public const int Weeks = 12;

    /// <summary>Days of opening and deciding shown.</summary>
    public const int DaysShown = 14;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(45);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The figures as the actor may see them; counts of the queue are always of this moment.</summary>
    public async Task<DashboardView> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var kept = _kept.GetOrAdd(actor.VisibleUnits is { } units ? string.Join('\n', units) : "*", _ => new());
        var view = kept.View;
        if (view is null || time.GetUtcNow() - view.At > Fresh)
        {
            var renewal = RenewAsync(kept, actor.VisibleUnits);
            if (view is null) view = await renewal.WaitAsync(cancellationToken);
        }

        return view with { Counts = await queue.CountsAsync(actor.VisibleUnits, cancellationToken) };
    }

    private Task<DashboardView> RenewAsync(Kept kept, IReadOnlyList<string>? units)
    {
        lock (kept)
        {
            if (kept.Renewal is { IsCompleted: false } running) return running;
            return kept.Renewal = Task.Run(async () =>
            {
                try
                {
                    return kept.View = await ReadAsync(units, CancellationToken.None);
                }
                catch (Exception fault) when (kept.View is not null && fault is IOException or System.Data.Common.DbException)
                {
                    // What is there is shown with its time; the next asker tries again.
                    log.LogWarning(fault, "The overview's figures could not be renewed");
                    return kept.View!;
                }
            });
        }
    }

    private async Task<DashboardView> ReadAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.ToDisplayTime().DateTime);
        return new(
            await listings.TotalsAsync(cancellationToken),
            await queue.CountsAsync(units, cancellationToken),
            await figures.AgesAsync(units, now, cancellationToken),
            await figures.DaysAsync(units, today.AddDays(1 - DaysShown), today, cancellationToken),
            await figures.PrecisionAsync(units, now.AddDays(-7 * Weeks), cancellationToken),
            await figures.OpenByPlaceAsync(units, cancellationToken),
            now);
    }

    private sealed class Kept
    {
        public volatile DashboardView? View;

        public Task<DashboardView>? Renewal { get; set; }
    }
}
