using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Web.Queue;

/// <summary>What can be done today and what that promises.</summary>
/// <param name="OnDuty">People who decided today or hold an item now.</param>
/// <param name="Remaining">Items they can still decide today, at the pace configured.</param>
/// <param name="LeftOut">Items beyond that.</param>
/// <param name="Expected">Share of what is still to be shown today that is expected to be confirmed, from calibrated priorities; null when there is nothing.</param>
public sealed record DayPlan(int OnDuty, int Remaining, int LeftOut, double? Expected);

/// <summary>Plans the day, and counts places for the filter.</summary>
public sealed class QueuePlan(ReviewSiteOptions site, TimeProvider time)
{
    private const int MostPlaces = 40;

    // Places of a hundred thousand items are counted in tens of milliseconds: once in a while is enough.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Kept> _places = new(StringComparer.Ordinal);

    /// <summary>Null where the installation does not plan.</summary>
    public async Task<DayPlan?> TodayAsync(Person person, int toDo, CancellationToken cancellationToken)
    {
        if (site.Desk is not { Workload: { } workload } desk) return null;
        var units = ReviewService.VisibleUnits(person.Actor);
        var decisions = await workload.DecisionsSinceAsync(StartOfDay(), cancellationToken);
        var loads = await workload.LoadsAsync(units, cancellationToken);
        var onDuty = decisions.Select(each => each.Person).Concat(loads.Where(load => load.Held > 0).Select(load => load.Person))
            .Concat(person.MayDecide ? [person.Name] : []).Distinct(StringComparer.Ordinal).Count();
        var remaining = Math.Max(0, (onDuty * desk.ItemsPerPersonPerDay) - decisions.Sum(each => each.Decisions));
        var outlook = await workload.OutlookAsync(units, Math.Min(remaining, toDo), cancellationToken);
        return new(onDuty, remaining, Math.Max(0, toDo - remaining), outlook.Items == 0 ? null : outlook.Expected / outlook.Items);
    }

    /// <summary>Places of open items, most first.</summary>
    public async Task<IReadOnlyList<PlaceCount>> PlacesAsync(Person person, CancellationToken cancellationToken)
    {
        if (site.Desk?.Workload is not { } workload) return [];
        var units = ReviewService.VisibleUnits(person.Actor);
        var key = units is null ? "" : string.Join('\n', units);
        var now = time.GetUtcNow();
        var kept = _places.GetOrAdd(key, _ => new());
        if (kept.Counted is { } counted && now - counted.At < Fresh && now >= counted.At) return counted.Places;
        // One counts, the others take what is there: twenty lists opened in one second must not count a hundred thousand items twenty times.
        var mine = await kept.Turn.WaitAsync(kept.Counted is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken);
        if (!mine) return kept.Counted!.Value.Places;
        try
        {
            if (kept.Counted is { } meanwhile && now - meanwhile.At < Fresh && now >= meanwhile.At) return meanwhile.Places;
            var places = await workload.PlacesAsync(units, MostPlaces, cancellationToken);
            kept.Counted = (now, places);
            return places;
        }
        finally
        {
            kept.Turn.Release();
        }
    }

    private sealed class Kept
    {
        private readonly Lock _lock = new();
        private (DateTimeOffset At, IReadOnlyList<PlaceCount> Places)? _counted;

        public SemaphoreSlim Turn { get; } = new(1);

        public (DateTimeOffset At, IReadOnlyList<PlaceCount> Places)? Counted
        {
            get
            {
                lock (_lock) return _counted;
            }

            set
            {
                lock (_lock) _counted = value;
            }
        }
    }

    private DateTimeOffset StartOfDay()
    {
        var shown = time.GetUtcNow().ToDisplayTime();
        return shown - shown.TimeOfDay;
    }
}
